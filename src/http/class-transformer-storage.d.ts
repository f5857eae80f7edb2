// class-transformer has no types for the file in which it keeps what @Type and @Transform declare.
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: object, propertyName: string): { typeFunction?: () => new () => object } | undefined;
    findTransformMetadatas(target: object, propertyName: string, kind: number): unknown[];
  };
}
