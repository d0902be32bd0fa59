/** What the storefront is asked and what it answers. */

export interface StorefrontRequest {
  /** The last part of the path, decoded. */
  readonly name: string;
  /** `?lang=`. */
  readonly lang?: string;
  readonly acceptLanguage?: string;
  readonly ifNoneMatch?: string;
}

export interface StorefrontAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}
