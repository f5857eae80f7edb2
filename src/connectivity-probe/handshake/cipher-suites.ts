/** How a TLS 1.3 suite protects records (RFC 8446, section B.4). */
export interface Suite13 {
  name: string;
  aead: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  keyLength: number;
  hash: 'sha256' | 'sha384';
}

export const SUITES_13: Readonly<Record<number, Suite13>> = {
  0x1301: { name: 'TLS_AES_128_GCM_SHA256', aead: 'aes-128-gcm', keyLength: 16, hash: 'sha256' },
  0x1302: { name: 'TLS_AES_256_GCM_SHA384', aead: 'aes-256-gcm', keyLength: 32, hash: 'sha384' },
  0x1303: { name: 'TLS_CHACHA20_POLY1305_SHA256', aead: 'chacha20-poly1305', keyLength: 32, hash: 'sha256' },
};

/** How a TLS 1.2 suite protects records. */
export interface Suite12 {
  name: string;
  mode: 'gcm' | 'chacha' | 'cbc' | 'unreadable';
  algorithm: string;
  keyLength: number;
  macLength: number;
  fixedIvLength: number;
  hash: 'sha256' | 'sha384';
}

type Row = readonly [id: number, name: string];

/** IANA's TLS Cipher Suites, under the names that OpenSSL gives them. */
const GCM_128: readonly Row[] = [
  [0xc02b, 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  [0xc02f, 'ECDHE-RSA-AES128-GCM-SHA256'],
  [0x009c, 'AES128-GCM-SHA256'],
  [0x009e, 'DHE-RSA-AES128-GCM-SHA256'],
];
const GCM_256: readonly Row[] = [
  [0xc02c, 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  [0xc030, 'ECDHE-RSA-AES256-GCM-SHA384'],
  [0x009d, 'AES256-GCM-SHA384'],
  [0x009f, 'DHE-RSA-AES256-GCM-SHA384'],
];
const CHACHA: readonly Row[] = [
  [0xcca9, 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  [0xcca8, 'ECDHE-RSA-CHACHA20-POLY1305'],
  [0xccaa, 'DHE-RSA-CHACHA20-POLY1305'],
];
const CBC_128_SHA: readonly Row[] = [
  [0xc009, 'ECDHE-ECDSA-AES128-SHA'],
  [0xc013, 'ECDHE-RSA-AES128-SHA'],
  [0x0033, 'DHE-RSA-AES128-SHA'],
  [0x002f, 'AES128-SHA'],
];
const CBC_256_SHA: readonly Row[] = [
  [0xc00a, 'ECDHE-ECDSA-AES256-SHA'],
  [0xc014, 'ECDHE-RSA-AES256-SHA'],
  [0x0039, 'DHE-RSA-AES256-SHA'],
  [0x0035, 'AES256-SHA'],
];
const CBC_128_SHA256: readonly Row[] = [
  [0xc023, 'ECDHE-ECDSA-AES128-SHA256'],
  [0xc027, 'ECDHE-RSA-AES128-SHA256'],
  [0x0067, 'DHE-RSA-AES128-SHA256'],
  [0x003c, 'AES128-SHA256'],
];
const CBC_256_SHA256: readonly Row[] = [
  [0x006b, 'DHE-RSA-AES256-SHA256'],
  [0x003d, 'AES256-SHA256'],
];
const CBC_256_SHA384: readonly Row[] = [
  [0xc024, 'ECDHE-ECDSA-AES256-SHA384'],
  [0xc028, 'ECDHE-RSA-AES256-SHA384'],
];
const UNREADABLE: readonly Row[] = [
  [0xc0ac, 'ECDHE-ECDSA-AES128-CCM'],
  [0xc0ad, 'ECDHE-ECDSA-AES256-CCM'],
  [0xc09e, 'DHE-RSA-AES128-CCM'],
  [0xc09f, 'DHE-RSA-AES256-CCM'],
  [0xc09c, 'AES128-CCM'],
  [0xc09d, 'AES256-CCM'],
  [0x000a, 'DES-CBC3-SHA'],
  [0xc012, 'ECDHE-RSA-DES-CBC3-SHA'],
  [0x0005, 'RC4-SHA'],
  [0x0004, 'RC4-MD5'],
];

const rows = (list: readonly Row[], suite: Omit<Suite12, 'name'>) => list.map(([id, name]) => [id, { name, ...suite }] as const);

export const SUITES_12: Readonly<Record<number, Suite12>> = Object.fromEntries([
  ...rows(GCM_128, { mode: 'gcm', algorithm: 'aes-128-gcm', keyLength: 16, macLength: 0, fixedIvLength: 4, hash: 'sha256' }),
  ...rows(GCM_256, { mode: 'gcm', algorithm: 'aes-256-gcm', keyLength: 32, macLength: 0, fixedIvLength: 4, hash: 'sha384' }),
  ...rows(CHACHA, { mode: 'chacha', algorithm: 'chacha20-poly1305', keyLength: 32, macLength: 0, fixedIvLength: 12, hash: 'sha256' }),
  ...rows(CBC_128_SHA, { mode: 'cbc', algorithm: 'aes-128-cbc', keyLength: 16, macLength: 20, fixedIvLength: 0, hash: 'sha256' }),
  ...rows(CBC_256_SHA, { mode: 'cbc', algorithm: 'aes-256-cbc', keyLength: 32, macLength: 20, fixedIvLength: 0, hash: 'sha256' }),
  ...rows(CBC_128_SHA256, { mode: 'cbc', algorithm: 'aes-128-cbc', keyLength: 16, macLength: 32, fixedIvLength: 0, hash: 'sha256' }),
  ...rows(CBC_256_SHA256, { mode: 'cbc', algorithm: 'aes-256-cbc', keyLength: 32, macLength: 32, fixedIvLength: 0, hash: 'sha256' }),
  ...rows(CBC_256_SHA384, { mode: 'cbc', algorithm: 'aes-256-cbc', keyLength: 32, macLength: 48, fixedIvLength: 0, hash: 'sha384' }),
  ...rows(UNREADABLE, { mode: 'unreadable', algorithm: '', keyLength: 0, macLength: 0, fixedIvLength: 0, hash: 'sha256' }),
]);

/** What our own ClientHello offers below TLS 1.3: everything that servers in the field may insist on, the strong first. */
export const OFFERED_12: readonly number[] = [
  0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc023, 0xc027, 0xc024, 0xc028, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009e, 0x009f, 0xccaa,
  0x0067, 0x006b, 0x0033, 0x0039, 0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0xc0ac, 0xc0ad, 0xc09e, 0xc09f, 0xc09c, 0xc09d, 0x000a,
];

/** OpenSSL's name of a suite, or its number. */
export const suiteName = (id: number): string => SUITES_13[id]?.name ?? SUITES_12[id]?.name ?? `0x${id.toString(16).padStart(4, '0')}`;
