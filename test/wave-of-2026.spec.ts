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
