export interface ShippedPackage {
  name: string;
  version: string;
  licence: string;
  texts: string[];
}
export function shippedPackages(): ShippedPackage[];
export function billOfMaterials(packages?: ShippedPackage[]): {
  components: { name: string; version: string; purl: string; hashes?: { content: string }[] }[];
  serialNumber: string;
};
export function licenceList(packages?: ShippedPackage[]): string;
