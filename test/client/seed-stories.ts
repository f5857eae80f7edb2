// A client of the service, typed by what openapi-typescript generates from the OpenAPI document: npx openapi-typescript URL/openapi.json -o api.d.ts
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

type Diagnosis = components['schemas']['DiagnosisReport'];

const [baseUrl = '', sent = '', registered = ''] = process.argv.slice(2);
const { GET, POST } = createClient<paths>({ baseUrl });

async function diagnose(body: components['schemas']['DiagnoseRequest']): Promise<Diagnosis> {
  const { data, error } = await POST('/diagnose', { body });
  // Without an Accept header that asks for Markdown, text or a card, a reply is the report.
  if (!data || typeof data === 'string' || !('verdict' in data)) throw new Error(JSON.stringify(error));
  return data;
}

/** What a bot would say of a reply. */
const told = ({ verdict, causes, questions, comparison }: Diagnosis) => ({
  verdict,
  cause: causes[0]?.id,
  where: causes[0]?.steps.map(({ where }) => where) ?? [],
  asks: questions[0]?.id,
  relation: comparison?.relation,
});

const trace = `The client certificate is not configured in a service key of a Process Integration Runtime service instance. Client certificate: ${sent}`;
const { data: article } = await GET('/errors/{id}', { params: { path: { id: 'wss(040)' } } });
const { error: refusal } = await GET('/errors/{id}', { params: { path: { id: 'NO-SUCH-ERROR' } } });

console.log(
  JSON.stringify({
    serviceKey: told(await diagnose({ text: trace, certificates: [{ data: registered, role: 'expected' }] })),
    map: told(await diagnose({ text: 'FINS_MAP031 Execution rejected: Request did not use X.509 Authentication Method' })),
    wss: told(await diagnose({ text: 'Message no. WSS040', product: 'abap', direction: 'outbound' })),
    unauthorized: told(await diagnose({ text: '401: Unauthorized. error in Packaged Integration - WFS to SF EC Payroll' })),
    // An article is a page too, for who asks for one.
    article: typeof article === 'object' ? article.id : undefined,
    refusal: refusal && 'errorCode' in refusal ? refusal.errorCode : undefined,
  }),
);
