import type { ContextBlock, DividerBlock, HeaderBlock, SectionBlock } from '@slack/types';
import type { Language } from '../../language.js';
import type { DiagnosedCause, DiagnosisReport } from '../diagnosis.dto.js';
import { HEADINGS, type Headings } from './headings.js';
import { lineToRegister, lookLines, pathLine, pathLines } from './looks.js';
import { percent } from '../percent.js';

/** Limits of Block Kit: characters of a section and of a header, blocks of a message. */
const LONGEST_SECTION = 3000;
const LONGEST_HEADER = 150;
const EXPLAINED = 3;

type Block = ContextBlock | DividerBlock | HeaderBlock | SectionBlock;

/**
 * A report as a Slack message in Block Kit.
 * @returns `{ text, blocks }`, what chat.postMessage and an incoming webhook take
 */
export function slackMessage(report: DiagnosisReport, language: Language): { text: string; blocks: Block[] } {
  const { verdict, summary, causes, questions, guides, path, warnings } = report;
  const words = HEADINGS[language];
  const blocks: Block[] = [section(`*${escaped(summary)}*`)];
  if (verdict !== 'no-match')
    blocks.push(
      section([`${words.path}: ${pathLine(path, words)}`, ...pathLines(path, words).map((line) => `• ${escaped(line)}`)].join('\n')),
    );
  for (const cause of causes.slice(0, EXPLAINED)) blocks.push(...causeBlocks(cause, words));
  const line = lineToRegister(report);
  for (const { title, lines } of [
    ...lookLines(report, words),
    ...(line ? [{ title: words.singleLine, lines: [line] }] : []),
    ...(warnings.length > 0 ? [{ title: words.ignored, lines: warnings }] : []),
  ])
    blocks.push({ type: 'divider' }, section(`*${escaped(title)}*\n${lines.map((one) => `• ${escaped(one)}`).join('\n')}`));
  for (const { ask, why, how, answers } of questions.slice(0, 1)) {
    blocks.push(
      { type: 'divider' },
      section(
        `*${escaped(ask)}*\n${escaped(why)}\n${how.map((way) => `• ${escaped(way)}`).join('\n')}\n${words.answers}: ${answers.map(({ label }) => escaped(label)).join(' | ')}`,
      ),
    );
  }
  if (guides.length > 0) blocks.push(section(`${words.guides}: ${guides.map(({ title }) => escaped(title)).join('; ')}`));
  return { text: shortened(escaped(summary)), blocks };
}

function causeBlocks(cause: DiagnosedCause, words: Headings): Block[] {
  const { title, probability, explanation, evidence } = cause;
  const said = evidence.map(({ says, weight }) => `${escaped(says)} (${weight} dB)`).join('; ');
  return [
    { type: 'divider' },
    header(`${title} (${percent(probability)})`),
    section(escaped(explanation)),
    section(stepsOf(cause)),
    ...(evidence.length > 0
      ? [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: shortened(`${words.evidence}: ${said}`) }] }]
      : []),
  ];
}

const stepsOf = ({ steps }: DiagnosedCause) =>
  steps.map(({ action, where, who }, index) => `${index + 1}. ${escaped(action)}\n      _${escaped(where)}; ${escaped(who)}_`).join('\n');

const header = (text: string): HeaderBlock => ({ type: 'header', text: { type: 'plain_text', text: text.slice(0, LONGEST_HEADER) } });
const section = (text: string): SectionBlock => ({ type: 'section', text: { type: 'mrkdwn', text: shortened(text) } });
const shortened = (text: string) => (text.length <= LONGEST_SECTION ? text : `${text.slice(0, LONGEST_SECTION - 1)}…`);

/** Slack reads three characters as markup control. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
