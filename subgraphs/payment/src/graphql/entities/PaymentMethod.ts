import { expiryOf } from '../../domain/payment.ts';

export const PaymentMethod = { expiresAt: expiryOf };
