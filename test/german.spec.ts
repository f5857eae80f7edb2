import { join } from 'node:path';
import { Cause, signKey } from '../src/causes/cause.dto.js';
import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { Guide } from '../src/diagnosis/guide.dto.js';
import { Question } from '../src/diagnosis/question.dto.js';
import type { ErrorPage } from '../src/error-catalog/error-catalog.dto.js';
import { ErrorEntry } from '../src/error-catalog/error-entry.dto.js';
import { loadEntries, MODULES_FOLDER } from '../src/registry/load-entries.js';
import { startService } from './service.js';

const at = (folder: string) => [join(MODULES_FOLDER, folder)];

/** The errors users meet most; these have to be readable in German from the first to the last line. */
const MOST_MET = `
  CPI-401-CXF CPI-IN-NOT-CONFIGURED SSSLERR_PEER_CERT_UNTRUSTED ICM_HTTP_SSL_PEER_CERT_UNTRUSTED ICM_HTTP_SSL_ERROR JSSE-PKIX-BUILD
  CPI-PKIX PI-CHAINVERIFIER 00775 LOGON-RC-034 ICM-FWD-UNTRUSTED ICM-FWD-UNTRUSTED-CERT TLS-ALERT-40 JSSE-ALERT-40
  PI-ALERT-HANDSHAKE TLS-ALERT-116 OSSL-0A00045C TLS-NO-CERT-SENT CPI-EKU JSSE-EKU-CLIENT X509-V-26 CPI-SAPKEY-EXPIRY
  CPI-ROOT-SAPCLOUD CPI-IN-EXACTLY-ONCE CPI-IN-403-ROLE CPI-IN-LB-CA CPI-PIN-CONFLICT CPI-KEY-NEWLINE FINS_MAP031 WSS040 WSS038
  WSS039 SSSLRC_CONN_CLOSED SSSLERR_SSL_READ SSSLERR_SSL_CONNECT SSSLERR_SSL_ACCEPT SSSLERR_SERVER_CERT_MISMATCH
  ICM_HTTP_SSL_CERT_MISMATCH SSSLERR_PSE_ERROR SSSLERR_ALERT_HANDSHAKE_FAILURE SSSLERR_CRED_NOT_FOUND SCC-PP-NOT-MUTUAL SF-AUTH0032
  SF-LGN0010 SF-LGN0015 XSUAA-CLIENT-AUTH UAA-BAD-CLIENT-CREDENTIALS C4C-CERT-ASSIGNED JSSE-PKIX-VALID JSSE-NOTAFTER X509-V-10
  X509-V-20 X509-V-21 TLS-ALERT-45 TLS-ALERT-48 1S540 KEYTOOL-REPLY-MISMATCH CURL-58 KS-P12-PW OSSL-0308010C NGINX-NO-CERT
  NGINX-CERT-ERROR 00787 SUSR_CERT130 OSSL-05800074 ABAPCLOUD-DEFAULT-ROTATION CLIENT-AUTH-EKU-WAVE-2026`
  .trim()
  .split(/\s+/);

/** The names of the fields whose German part is absent or of another length than the English one. */
function missing(english: object, german: object | undefined, fields: readonly string[]): string[] {
  const read = (of: object | undefined, field: string) => (of as Record<string, unknown> | undefined)?.[field];
  return fields.filter((field) => {
    const source = read(english, field);
    const translated = read(german, field);
    if (source === undefined || (Array.isArray(source) && source.length === 0)) return false;
    return Array.isArray(source) ? !Array.isArray(translated) || translated.length !== source.length : !translated;
  });
}

const inEnglishOnly = (entries: readonly { entry: { id: string; de?: object } }[], fields: readonly string[]) =>
  entries.flatMap(({ entry }) => missing(entry, entry.de, fields).map((field) => `${entry.id}: ${field}`));

const errors = loadEntries(ErrorEntry, at('error-catalog/entries'));

const causes = loadEntries(Cause, at('causes/entries'));

it('every cause has its German', () => {
  expect(inEnglishOnly(causes, ['title', 'explanation', 'verify'])).toEqual([]);
});

it('every remedy of a cause has its German steps', () => {
  expect(
    causes.flatMap(({ entry }) =>
      entry.remedies
        .filter(({ product, steps }) => {
          const german = entry.de?.remedies?.filter((remedy) => remedy.product === product) ?? [];
          return !german.some((remedy) => remedy.steps.length === steps.length);
        })
        .map(({ product }) => `${entry.id}: ${product}`),
    ),
  ).toEqual([]);
});

it('every question and every answer has its German', () => {
  const questions = loadEntries(Question, at('diagnosis/questions'));
  expect(inEnglishOnly(questions, ['ask', 'why'])).toEqual([]);
  expect(
    questions.flatMap(({ entry }) => entry.answers.filter((answer) => !answer.de).map((answer) => `${entry.id}: answer ${answer.id}`)),
  ).toEqual([]);
});

/** Words that stand in sentences and in no command or path of clicks. */
const ENGLISH = /\b(?:the|of|must|with|is|are|then|not|means|when|whether|shows|if)\b/;

it('every way to an answer has its German, and what is the same in both languages is a command or a name', () => {
  const ways = loadEntries(Question, at('diagnosis/questions')).flatMap(({ entry }) =>
    entry.how.map((way) => ({ ...way, name: `${entry.id}: ${way.product}` })),
  );
  expect(ways.filter(({ steps, de }) => de?.length !== steps.length).map(({ name }) => name)).toEqual([]);
  expect(ways.flatMap(({ steps, de = [] }) => de.filter((step, index) => step === steps[index] && ENGLISH.test(step)))).toEqual([]);
});

it('every guide has its German', () => {
  expect(
    inEnglishOnly(loadEntries(Guide, at('diagnosis/guides')), ['title', 'summary', 'prerequisites', 'steps', 'rotation', 'pitfalls']),
  ).toEqual([]);
});

it('hardly an error is explained in English only', () => {
  // Whoever adds an entry may leave its German to another; not to nobody.
  const inEnglish = new Set(inEnglishOnly(errors, ['title', 'meaning']).map((name) => name.split(': ')[0]));
  expect(inEnglish.size, 'errors without German').toBeLessThan(errors.length / 20);
});

it('the most met errors have their German', () => {
  const known = new Map(errors.map((loaded) => [loaded.entry.id, loaded]));
  expect(MOST_MET.filter((id) => !known.has(id))).toEqual([]);
  expect(
    inEnglishOnly(
      MOST_MET.map((id) => known.get(id)!),
      ['title', 'meaning', 'steps', 'verify'],
    ),
  ).toEqual([]);
});

it('the most met errors say in German why each cause comes and what decides it', () => {
  const entries = MOST_MET.map((id) => errors.find(({ entry }) => entry.id === id)!.entry);
  expect(
    entries.flatMap(({ id, causes: weighed, de }) =>
      weighed.flatMap(({ id: cause, why, decidedBy }) =>
        missing(
          { why, decidedBy },
          de?.causes?.find((german) => german.id === cause),
          ['why', 'decidedBy'],
        ).map((field) => `${id}: ${cause}: ${field}`),
      ),
    ),
  ).toEqual([]);
});

it('hardly a circumstance speaks of a cause in English only', () => {
  const signs = causes.flatMap(({ entry }) =>
    entry.signs
      .filter(({ why }) => why)
      .map((sign) => ({ name: `${entry.id}: ${signKey(sign)}`, german: entry.de?.signs?.[signKey(sign)] })),
  );
  // Whoever adds a sign may leave its German to another; not to nobody.
  expect(signs.filter(({ german }) => !german).length, 'signs without German').toBeLessThan(signs.length / 20);
});

it('a German diagnosis gives its evidence in German, and a German article its reasons', async () => {
  const { app, http } = await startService();
  const diagnose = async (text: string) => ((await http.post('/diagnose?lang=de').send({ text })).body as DiagnosisReport).causes;
  const found = [...(await diagnose('Message no. WSS040')), ...(await diagnose('Seit der Erneuerung des Zertifikats geht es nicht: 401'))];
  const { body: article } = await http.get('/errors/WSS040?lang=de');
  const { body: cause } = await http.get('/causes/client-certificate-not-sent?lang=de');
  await app.close();
  const says = found.flatMap(({ evidence }) => evidence.map((item) => item.says)).join(' ');
  expect(says).toMatch(/Der logische Port sagt X\.509/);
  expect(says).toMatch(/Seit ein Zertifikat erneuert wurde\. Was vorher/);
  expect(says).not.toMatch(/ the /);
  expect(article.causes[0].why).toMatch(/^Der logische Port/);
  expect(article.causes[0].decidedBy).toMatch(/^SOAMANAGER > logischer Port/);
  expect(JSON.stringify([cause.explanation, cause.signs, cause.remedies])).not.toMatch(/ the /);
});

it('no German reader gets fewer steps than an English one', () => {
  expect(
    errors.flatMap(({ entry }) =>
      missing(entry, entry.de, ['steps', 'verify'])
        .filter((field) => entry.de && field in entry.de)
        .map((field) => `${entry.id}: ${field}`),
    ),
  ).toEqual([]);
});

it('a German article names its neighbours in German', async () => {
  const { app, http } = await startService();
  try {
    const { body: article } = await http.get('/errors/WSS038?lang=de');
    const german = new Map(errors.map(({ entry }) => [entry.id, entry.de?.title]));
    const titles = article.neighbours.map(({ id, title }: { id: string; title: string }) => [id, title]);
    expect(titles.length).toBeGreaterThan(0);
    expect(titles).toEqual(titles.map(([id, title]: [string, string]) => [id, german.get(id) ?? title]));
    expect(titles.some(([id, title]: [string, string]) => german.get(id) === title)).toBe(true);
  } finally {
    await app.close();
  }
});

it('the search understands German and answers in it, and so do the messages of a diagnosis', async () => {
  const { app, http } = await startService();
  const { items } = (await http.get('/errors').query({ q: 'Zertifikat Service Key genau einmal', lang: 'de' })).body as ErrorPage;
  const found = items.find(({ id }) => id === 'CPI-IN-EXACTLY-ONCE');
  expect(found?.title).toMatch(/Zertifikat/);
  const { errors: named } = (await http.post('/diagnose?lang=de').send({ text: 'Message no. WSS040' })).body as DiagnosisReport;
  await app.close();
  const german = loadEntries(ErrorEntry, at('error-catalog/entries')).find(({ entry }) => entry.id === 'WSS040')?.entry.de?.title;
  expect(named.map(({ title }) => title)).toContain(german);
});
