import type { ContextBlock, DividerBlock, HeaderBlock, SectionBlock } from '@slack/types';
import type { DiagnosedCause, DiagnosisReport } from '../diagnosis.dto.js';

/** Limits of Block Kit: characters of a section and of a header, blocks of a message. */
const LONGEST_SECTION = 3000;
const LONGEST_HEADER = 150;
const EXPLAINED = 3;

type Block = ContextBlock | DividerBlock | HeaderBlock | SectionBlock;

/**
 * A report as a Slack message in Block Kit.
 * @returns `{ text, blocks }`, what chat.postMessage and an incoming webhook take
 */
export function slackMessage({ summary, causes, questions, guides }: DiagnosisReport): { text: string; blocks: Block[] } {
  const blocks: Block[] = [section(`*${escaped(summary)}*`)];
  for (const cause of causes.slice(0, EXPLAINED)) {
    blocks.push(
      { type: 'divider' },
      header(`${cause.title} (${Math.round(cause.probability * 100)} %)`),
      section(escaped(cause.explanation)),
      section(stepsOf(cause)),
    );
    if (cause.evidence.length > 0)
      blocks.push({
        type: 'context',
        elements: [
          {
            type: 'mrkdwn',
            text: shortened(`Evidence: ${cause.evidence.map(({ says, weight }) => `${escaped(says)} (${weight} dB)`).join('; ')}`),
          },
        ],
      });
  }
  for (const { ask, why, how, answers } of questions.slice(0, 1)) {
    blocks.push(
      { type: 'divider' },
      section(
        `*${escaped(ask)}*\n${escaped(why)}\n${how.map((way) => `• ${escaped(way)}`).join('\n')}\nAnswers: ${answers.map(({ label }) => escaped(label)).join(' | ')}`,
      ),
    );
  }
  if (guides.length > 0) blocks.push(section(`Guides: ${guides.map(({ title }) => escaped(title)).join('; ')}`));
  return { text: shortened(escaped(summary)), blocks };
}

const stepsOf = ({ steps }: DiagnosedCause) =>
  steps.map(({ action, where, who }, index) => `${index + 1}. ${escaped(action)}\n      _${escaped(where)}; ${escaped(who)}_`).join('\n');

const header = (text: string): HeaderBlock => ({ type: 'header', text: { type: 'plain_text', text: text.slice(0, LONGEST_HEADER) } });
const section = (text: string): SectionBlock => ({ type: 'section', text: { type: 'mrkdwn', text: shortened(text) } });
const shortened = (text: string) => (text.length <= LONGEST_SECTION ? text : `${text.slice(0, LONGEST_SECTION - 1)}…`);

/** Slack reads three characters as markup control. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
