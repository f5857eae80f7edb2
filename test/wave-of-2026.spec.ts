import { startService } from './service.js';

const { app, http } = await startService();
afterAll(() => app.close());

// What changed in and around SAP in 2026 and looks like a fault of one's own: each has to be found by the words people search with.
it.each([
  ['clientAuth public CA 2026', 'CLIENT-AUTH-EKU-WAVE-2026'],
  ["Let's Encrypt client authentication", 'CLIENT-AUTH-EKU-WAVE-2026'],
  ['DigiCert clientAuth removed', 'CLIENT-AUTH-EKU-WAVE-2026'],
  ['Sectigo client authentication', 'CLIENT-AUTH-EKU-WAVE-2026'],
  ['sap_cloudintegrationcertificate SAP Cloud Root CA', 'CPI-ROOT-SAPCLOUD'],
  ['1 March 1 September rotation ABAP client certificate', 'ABAPCLOUD-DEFAULT-ROTATION'],
  ['client default certificate rotation', 'ABAPCLOUD-DEFAULT-ROTATION'],
  ['SAP Passport Service', 'SAP-PASSPORT'],
  ['Cloud Connector 2.19 mutual authentication', 'SCC-PP-NOT-MUTUAL'],
])('a search for "%s" finds %s first, with its source', async (words, id) => {
  const { body: found } = await http.get('/errors').query({ q: words });
  expect(found.items[0]).toMatchObject({ id });
  const { body: article } = await http.get(`/errors/${id}`);
  expect(article.citations.filter((citation: { url?: string }) => citation.url)).not.toEqual([]);
});

// Who writes it does not know that the usage is gone; only that the renewal was the last thing that happened.
it.each([
  'Our DigiCert client certificate renewed in 2026 is refused',
  'our Sectigo client certificate was renewed in March 2026 and the server of the partner refuses it',
  "Let's Encrypt client certificate renewed 2026 refused by the server, handshake failure",
  'Wir haben unser GlobalSign Client-Zertifikat 2026 erneuert, seitdem wird es abgelehnt',
])('"%s" is told of the usage first, and how to get a certificate that has it', async (text) => {
  const { body: report } = await http.post('/diagnose').send({ text });
  const [first] = report.causes;
  expect(first.id).toBe('client-certificate-wrong-eku');
  expect(first.explanation).toMatch(/DigiCert .* 1 March 2027/);
  expect(JSON.stringify(first.steps)).toMatch(/private CA/);
});
