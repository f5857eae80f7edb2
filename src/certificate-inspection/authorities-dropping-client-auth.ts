/** When the list below was last compared with the announcements. */
export const AUTHORITIES_AS_OF = '2026-11-21';

/**
 * Public authorities that stop issuing certificates with the usage clientAuth, as they announced it. The sources are named in the
 * entry CLIENT-AUTH-EKU-WAVE-2026 of the error catalogue.
 */
export const AUTHORITIES_DROPPING_CLIENT_AUTH: readonly { name: string; says: string }[] = [
  { name: "Let's Encrypt", says: 'not in the default profile since 11 February 2026, the profile tlsclient ended on 8 July 2026' },
  { name: 'Google Trust Services', says: 'requests for it are refused since April 2026' },
  { name: 'DigiCert', says: 'not by default since 1 October 2025, on request until 1 March 2027' },
  { name: 'GeoTrust', says: 'not by default since 1 October 2025, on request until 1 March 2027' },
  { name: 'Thawte', says: 'not by default since 1 October 2025, on request until 1 March 2027' },
  { name: 'Sectigo', says: 'not by default since autumn 2025, ending in 2026 or on 10 February 2027' },
  { name: 'SSL Corp', says: 'none since 15 September 2025' },
  { name: 'Asseco Data Systems', says: 'ended on 15 May 2026 (Certum)' },
  { name: 'Unizeto', says: 'ended on 15 May 2026 (Certum)' },
  { name: 'GlobalSign', says: 'moves to roots for servers only' },
];
