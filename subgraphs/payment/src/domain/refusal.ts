/** Every reason for which a command of this context does not do what was asked. */
export type RefusalCode =
  | 'ALREADY_CANCELLED' | 'ALREADY_COVERED' | 'ALREADY_RUNNING' | 'IDEMPOTENCY_KEY_REUSED' | 'INVALID_INPUT'
  | 'INVALID_PSP_TOKEN' | 'NOT_FOUND' | 'PAYMENT_DECLINED' | 'PRODUCT_NOT_COVERED' | 'TRY_AGAIN';

export type Refusal = {
  code: RefusalCode;
  /** Path within the input. */
  field?: string;
  /** What a message may name: never what a client sent. */
  detail?: string;
};

export const refusal = (code: RefusalCode, field?: string, detail?: string): Refusal => ({
  code, ...(field === undefined ? {} : { field }), ...(detail === undefined ? {} : { detail }),
});
