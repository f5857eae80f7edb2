/** Every way in which a request is refused. The codes are permanent; the README lists them (a test compares). */
export const PROBLEM_CODES = {
  MALFORMED_HTTP: { status: 400, when: 'What arrived is no HTTP/1.1 request, or its body is not as long as it says' },
  MALFORMED_URL: { status: 400, when: 'The path holds a percent sign without two hexadecimal digits behind it' },
  MALFORMED_JSON: { status: 400, when: 'The body is not JSON; `detail` names the position' },
  MALFORMED_UTF8: { status: 400, when: 'The body is not UTF-8' },
  FORBIDDEN_KEY: { status: 400, when: 'The body holds a key such as `__proto__`' },
  VALIDATION_FAILED: { status: 400, when: 'A field is unknown, missing, too long or of the wrong type; `errors` names each' },
  ROUTE_NOT_FOUND: { status: 404, when: 'There is no operation with this method and path' },
  ERROR_NOT_FOUND: { status: 404, when: 'No error entry is called so' },
  CAUSE_NOT_FOUND: { status: 404, when: 'No cause has this id' },
  GUIDE_NOT_FOUND: { status: 404, when: 'No guide has this id' },
  CREDENTIAL_NOT_FOUND: { status: 404, when: 'No client certificate is mounted under this name' },
  BATCH_NOT_FOUND: { status: 404, when: 'There is no batch with this id, or it is over for more than an hour' },
  REQUEST_TIMEOUT: { status: 408, when: 'The request did not arrive within 30 s' },
  AMBIGUOUS_ID: { status: 409, when: 'Several error entries are called so; `candidates` names them' },
  BODY_TOO_LARGE: { status: 413, when: 'The body is larger than 2 MiB' },
  MEDIA_TYPE_NOT_SUPPORTED: { status: 415, when: 'The operation does not take this content type' },
  CERTIFICATE_UNREADABLE: { status: 422, when: 'What was given as certificate is none that can be read' },
  WRONG_PASSWORD: { status: 422, when: 'The password does not open the container or the key' },
  PRIVATE_KEY_UNUSABLE: { status: 422, when: 'The private key is missing, damaged, or belongs to another certificate' },
  TRANSCRIPT_NOT_RECOGNISED: { status: 422, when: 'The text is no output of a tool that can be read' },
  TARGET_LIMIT_REACHED: { status: 429, when: 'This target was looked at too often in this minute' },
  HEADERS_TOO_LARGE: { status: 431, when: 'The header fields are larger than 16 KiB together' },
  INTERNAL_ERROR: { status: 500, when: 'A defect of the service; its log says where' },
  OVERLOADED: { status: 503, when: 'More looks wait than the service can make; try again in a second' },
} as const satisfies Record<string, { status: number; when: string }>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
