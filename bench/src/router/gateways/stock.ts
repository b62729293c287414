import { join } from 'node:path';
import { defaultLimits } from '../../../../router/src/limits/operationLimits.ts';
import { peerFile } from '../peers.ts';
import { issuedFor } from '../tokens.ts';
import { production, type StartProgram } from './program.ts';
import type { StockOptions } from './stockGateway.ts';

/** Its users verify tokens with a library of their choice: so the algorithm that costs least to verify. */
export const stock: StartProgram = async ({ fixture: { openSupergraphFile, jwksUrl, tokens }, port, guarded }) => {
  const guards = { jwksUrl, verification: { ...issuedFor, algorithms: ['RS256'] }, limits: defaultLimits, armor: peerFile('@escape.tech/graphql-armor') };
  const options: StockOptions = { supergraphFile: openSupergraphFile, port, ...(guarded && { guards }) };
  return { command: process.execPath, args: [join(import.meta.dirname, 'stockGateway.ts'), JSON.stringify(options)], env: production, path: '/', token: tokens.RS256 };
};
