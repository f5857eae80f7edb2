// class-transformer has no types for the file in which it keeps what @Type declares.
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: object, propertyName: string): { typeFunction?: () => new () => object } | undefined;
  };
}
