// Makes an API key: prints the key once, for the caller, and the entry for the file that API_KEYS_FILE names.
// node tools/make-api-key.mjs helpdesk-bot errors,diagnose [2027-12-31T00:00:00Z]
import { createHash, randomBytes } from 'node:crypto';

const [name, scopes, expires] = process.argv.slice(2);
if (!name || !scopes) {
  console.error('Usage: node tools/make-api-key.mjs <name> <scopes, comma-separated> [<expires>]');
  process.exit(2);
}
const key = `mtd_${randomBytes(32).toString('base64url')}`;
const entry = { name, sha256: createHash('sha256').update(key).digest('hex'), scopes: scopes.split(','), ...(expires && { expires }) };
console.log(`key, for the caller only: ${key}\nentry, for "keys" in the file: ${JSON.stringify(entry)}`);
