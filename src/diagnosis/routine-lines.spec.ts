import { expect, it } from 'vitest';
import { withoutRoutine } from './routine-lines.js';

const ROUTINE = [
  '2025-03-04 10:11:01.140  INFO 1 --- [main] o.apache.catalina.core.StandardService   : Starting service [Tomcat]',
  '[Thr 140213] NiIRead: hdl 35 received data (rcd=512,pac=1,MESG_IO)',
  'I0304 10:11:02.323456       1 controller.go:220] "Starting workers" worker count=1',
  '{"level":"info","ts":1678001234.12,"caller":"app/main.go:88","msg":"reconcile done"}',
  'Mar  4 10:11:02 gateway systemd[1]: Started Session 12 of user root.',
  '\tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)',
  '\t... 12 more',
  'level=info ts=2025-03-04T10:11:02Z msg="compaction done"',
  'DEBUG pool has 3 idle connections',
  'broker_1  | [2025-03-04 10:11:01,123] INFO [GroupCoordinator 1]: Stabilized group orders generation 12',
  '10.0.0.5 - - [04/Mar/2025:10:11:01 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.27"',
  'Namespace:        prod',
  '  File "/usr/lib/python3/dist-packages/urllib3/connectionpool.py", line 699, in urlopen',
  '    resp = session.get(url)',
  '   at MyApp.Services.OrderService.PushAsync(Order order) in OrderService.cs:line 42',
];
const TELLING = [
  '2025-03-04 10:11:07.001 ERROR 1 --- [nio-1] c.e.Caller : call of the partner failed',
  '2025-03-04 10:11:07.001  INFO 1 --- [nio-1] c.e.Caller : certificateCN=default',
  '[Thr 140213] SSL_get_peer_certificate',
  'Since Monday our orders do not arrive any more.',
  'We restarted the pods.',
];

it.each(ROUTINE)('leaves out %s', (line) => {
  expect(withoutRoutine(`Our orders hang.\n${line}\nWhat now?`, [], 12_000).text).toBe('Our orders hang.\nWhat now?');
});

it.each(TELLING)('keeps %s', (line) => {
  const text = `${line}\n${line}`;
  expect(withoutRoutine(text, [], 12_000).text).toBe(text);
});

it('keeps a line in which a message stands, also where it only ends there, and tells where the messages are now', () => {
  const [first = '', second = ''] = ROUTINE;
  const text = [first, second, 'before it', first, 'behind it', second].join('\n');
  const offset = text.indexOf('before');
  const length = text.indexOf('behind') - offset - 20;
  const { text: left, messages } = withoutRoutine(text, [{ offset, length }], 12_000);
  expect(left).toBe(['before it', first, 'behind it', ''].join('\n'));
  expect(messages).toEqual([{ offset: 0, length }]);
  expect(left.slice(0, length)).toBe(text.slice(offset, offset + length));
});

it('reads on behind a log for what somebody wrote there, and no more than it is told to', () => {
  const log = Array.from({ length: 150 }, () => ROUTINE.join('\n')).join('\n');
  expect(withoutRoutine(`${log}\nOur partner refuses us.`, [], 12_000).text).toBe('Our partner refuses us.');
  expect(withoutRoutine(`${ROUTINE[0]}\n${'word '.repeat(9_000)}`, [], 100).text).toHaveLength(100);
  expect(withoutRoutine('', [], 100).text).toBe('');
});

it.each([
  'Hello colleagues,',
  'I hope you are well. Please let me know if you need anything else.',
  'Priority: 2 - High',
  'Assigned to: Basis second level',
  'Sehr geehrte Damen und Herren,',
  'Vielen Dank im Voraus.',
])('leaves out what a letter or a ticket has anyway: %s', (line) => {
  expect(withoutRoutine(`${line}\nOur orders hang.`, [], 12_000).text).toBe('Our orders hang.');
});

it.each(['Best regards', 'Kind regards,', 'Thanks!', 'Mit freundlichen Grüßen', 'VG'])(
  'leaves out who signed behind %s, until something is told',
  (signOff) => {
    const letter = `Our orders hang.\n${signOff}\nJohn Doe\nLead Developer, do not print\n`;
    expect(withoutRoutine(letter, [], 12_000).text).toBe('Our orders hang.\n');
    expect(withoutRoutine(`${letter}handshake failure\n`, [], 12_000).text).toBe('Our orders hang.\nhandshake failure\n');
    expect(withoutRoutine(`${letter}From: Anna\nThe warehouse waits.\n`, [], 12_000).text).toBe('Our orders hang.\nThe warehouse waits.\n');
  },
);

it.each([
  'Please renew the certificate, it ends on Friday.',
  'Since Monday our orders do not arrive. Please help.',
  'Status: red',
  'Thanks to the new firewall nothing arrives.',
  'Regards from the old gateway are gone.',
])('keeps %s', (line) => {
  expect(withoutRoutine(`${line}\nOur orders hang.`, [], 12_000).text).toBe(`${line}\nOur orders hang.`);
});
