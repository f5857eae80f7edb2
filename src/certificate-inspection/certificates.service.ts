import { Injectable } from '@nestjs/common';
import { isUtf8 } from 'node:buffer';
import { goOn } from '../http/at-once.js';
import { refused } from '../http/refused.js';
import { compareCertificates, compareTruncated, type Side } from './compare-certificates.js';
import type { CompareRequest, ComparisonReport, ConversionReport, ConvertRequest } from './comparison.dto.js';
import { ContainerWorker } from './containers/container-worker.js';
import { convertCertificates } from './convert-certificates.js';
import { describeCertificate, isoTime, keyReport, spelled, spelledGeneralName } from './describe-certificate.js';
import type { InspectionReport, InspectRequest, NoticedPrivateKey } from './inspection.dto.js';
import { judgeCertificate } from './judge-certificate.js';
import { orderPath } from './order-path.js';
import { InputProblem } from './reading/input-problem.js';
import { readInput } from './reading/read-input.js';
import type { Reading } from './reading/reading.js';

/** Something with a certificate in it. */
interface Input {
  data: string | Buffer;
  password?: string;
}

/** Reads, describes and judges certificates. */
@Injectable()
export class CertificatesService {
  constructor(private readonly opener: ContainerWorker) {}

  /**
   * Reads an input.
   * @returns everything that was found in it; at once where no container has to be opened
   * @throws HttpException 422 with the code and reason when nothing can be used
   */
  read({ data, password }: Input): Reading | Promise<Reading> {
    try {
      const reading = readInput(data, password, this.opener);
      return reading instanceof Promise ? reading.catch(refuse) : reading;
    } catch (error) {
      return refuse(error);
    }
  }

  /**
   * Describes and judges every certificate of an input.
   * @throws HttpException 422 when nothing of it can be used
   */
  inspect(request: InspectRequest): InspectionReport | Promise<InspectionReport> {
    return goOn(this.read(request), (opened) => this.report(opened, request));
  }

  /**
   * Says how two inputs are related.
   * @throws HttpException 422 when one of them can't be used, unless it is a cut copy of the other
   */
  async compare({ first, second }: CompareRequest): Promise<ComparisonReport> {
    const [mine, yours] = await Promise.allSettled([this.certificatesIn(first), this.certificatesIn(second)]);
    if (mine.status === 'fulfilled' && yours.status === 'fulfilled')
      return compareCertificates(sideOf(first, mine.value), sideOf(second, yours.value), Date.now());
    const truncated =
      mine.status === 'fulfilled'
        ? compareTruncated(textOf(second.data), sideOf(first, mine.value), 'second')
        : yours.status === 'fulfilled'
          ? compareTruncated(textOf(first.data), sideOf(second, yours.value), 'first')
          : undefined;
    if (truncated) return truncated;
    throw mine.status === 'rejected' ? mine.reason : (yours as PromiseRejectedResult).reason;
  }

  /**
   * Writes every certificate of an input in another shape.
   * @throws HttpException 422 when it holds none
   */
  async convert(request: ConvertRequest): Promise<ConversionReport> {
    const { certificates } = await this.certificatesIn(request);
    return {
      items: convertCertificates(
        certificates.map(({ certificate }) => certificate),
        request.to ?? 'pem',
      ),
    };
  }

  /** Like `read`, for operations that need a certificate. */
  private async certificatesIn(input: Input): Promise<Reading> {
    const reading = await this.read(input);
    if (reading.certificates.length === 0) throw refused('NO_CERTIFICATE_FOUND', 'The input holds no certificate.');
    return reading;
  }

  private report(reading: Reading, { purpose = 'client-authentication', at, host }: InspectRequest): InspectionReport {
    const now = at === undefined ? Date.now() : Date.parse(at);
    const all = reading.certificates.map(({ certificate }) => certificate);
    const path = all.length > 1 ? orderPath(all) : all;
    const { requests, revocationLists, publicKeys, shape } = reading;
    const privateKeys = noticedKeys(reading);
    return {
      format: shape.format,
      certificates: reading.certificates.map(({ certificate, alias }) => {
        const role = path.indexOf(certificate) > 0 ? 'issuer' : 'leaf';
        const judgement = judgeCertificate(certificate, { now, purpose, role, all, path, shape, host: host || undefined });
        return Object.assign(describeCertificate(certificate, now, alias), judgement);
      }),
      requests: unlessEmpty(requests)?.map(({ subject, publicKey, signature, subjectAlternativeNames }) => ({
        subject: spelled(subject),
        key: keyReport(publicKey),
        signature,
        subjectAlternativeNames: subjectAlternativeNames.map(spelledGeneralName),
      })),
      revocationLists: unlessEmpty(revocationLists)?.map(({ issuer, thisUpdate, nextUpdate, entries }) => ({
        issuer: spelled(issuer),
        thisUpdate: isoTime(thisUpdate.at),
        nextUpdate: nextUpdate && isoTime(nextUpdate.at),
        revoked: entries.length,
      })),
      publicKeys: unlessEmpty(publicKeys)?.map(keyReport),
      privateKeys: unlessEmpty(privateKeys),
      warnings: [...reading.warnings, ...keyWarnings(reading, privateKeys)],
    };
  }
}

const unlessEmpty = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

const sideOf = ({ data }: Input, reading: Reading): Side => ({ data: textOf(data), reading });

/** What is compared as text: of a binary file its base64. */
const textOf = (data: string | Buffer) =>
  typeof data === 'string' ? data : isUtf8(data) && !data.includes(0) ? data.toString('utf8') : data.toString('base64');

function noticedKeys({ privateKeys, certificates }: Reading): NoticedPrivateKey[] {
  return privateKeys.map(({ encrypted, alias, spki }) => {
    const certificate = spki ? certificates.findIndex((found) => found.certificate.publicKey.spki.equals(spki)) : -1;
    return { encrypted, ...(alias !== undefined && { alias }), ...(certificate >= 0 && { certificate }) };
  });
}

/** A key in a text that went through a clipboard, a ticket or a chat is disclosed. */
function keyWarnings({ privateKeys, certificates, shape }: Reading, noticed: readonly NoticedPrivateKey[]): string[] {
  const warnings: string[] = [];
  if (shape.armoured && privateKeys.some(({ encrypted }) => !encrypted))
    warnings.push(
      'The input holds a private key that is not encrypted. It was matched and forgotten here; treat it as disclosed wherever else it was pasted, and replace it.',
    );
  if (certificates.length > 0 && privateKeys.some(({ spki }, at) => spki && noticed[at]?.certificate === undefined))
    warnings.push('A private key of the input belongs to none of its certificates.');
  return warnings;
}

/** Tells the caller why its input can't be used. */
function refuse(error: unknown): never {
  throw error instanceof InputProblem ? refused(error.code, error.detail) : error;
}
