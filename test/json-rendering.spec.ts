import { readConfig } from '../src/config.js';
import { CausesService } from '../src/causes/causes.service.js';
import { DiagnosisService } from '../src/diagnosis/diagnosis.service.js';
import { Knowledge } from '../src/diagnosis/knowledge.js';
import { json } from '../src/diagnosis/rendering/json.js';
import { ErrorCatalogService } from '../src/error-catalog/error-catalog.service.js';

const config = readConfig({});
const causes = new CausesService(config);
const catalog = new ErrorCatalogService(config, causes);
const service = new DiagnosisService(new Knowledge(config, causes, catalog));

it('writes what JSON.stringify writes, for every example of the catalogue, in both languages', () => {
  for (const { examples = [] } of catalog.entries) {
    for (const text of examples) {
      for (const language of ['en', 'de'] as const) {
        const report = service.diagnose({ text: `${text} "quoted" \u2028 and HTTP 401`, product: 'fax "machine"' }, language);
        expect(json(report).toString()).toBe(JSON.stringify(report));
      }
    }
  }
});
