// What a service is measured against: node:http alone, which parses the body and always answers with the bytes of one file.
//   REPLY=reply.json PORT=4102 node test/bench/bare-server.mjs
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const reply = readFileSync(process.env.REPLY);
createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (chunks.length) JSON.parse(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': reply.length });
    response.end(reply);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
