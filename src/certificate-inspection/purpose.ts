/** What a certificate may be wanted for, with the words for a sentence about it. */
const purposes = {
  'client-authentication': 'a client certificate',
  'server-authentication': 'a server certificate',
  'certificate-authority': 'a certificate of an authority',
  'sap-communication-user': 'a client certificate of a communication user of SAP S/4HANA Cloud',
  'cloud-integration-service-key': 'the external certificate of a service key of SAP Cloud Integration',
  'cloud-integration-outbound': 'a client certificate in the keystore of SAP Cloud Integration',
  'abap-client-mapping': 'a client certificate that an ABAP system maps to a user',
  'successfactors-mapping': 'a client certificate in the X.509 mapping of SAP SuccessFactors',
  'cloud-connector-system-certificate': 'the system certificate of the Cloud Connector',
} as const;

export type Purpose = keyof typeof purposes;

/** All purposes. */
export const PURPOSES = Object.keys(purposes) as Purpose[];

/** @returns the words for a sentence: "usable as ..." */
export const wordsFor = (purpose: Purpose): string => purposes[purpose];

/** Every purpose for which the certificate stands for a client. */
export const CLIENT_PURPOSES: readonly Purpose[] = PURPOSES.filter(
  (purpose) => purpose !== 'server-authentication' && purpose !== 'certificate-authority',
);
