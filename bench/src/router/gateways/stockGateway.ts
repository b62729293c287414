import '../../../../router/src/telemetryOff.ts';
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { asUser, createVerify, limitedBy, type Guards, type User } from './stockGuards.ts';

export type StockOptions = { supergraphFile: string; port: number; guards?: Guards };

/** As Apollo's documentation has it. */
const { supergraphFile, port, guards } = JSON.parse(process.argv[2]!) as StockOptions;
const supergraphSdl = readFileSync(supergraphFile, 'utf8');
const listen = { host: '127.0.0.1', port };
if (guards) {
  const server = new ApolloServer<User>({ gateway: new ApolloGateway({ supergraphSdl, buildService: asUser }), ...limitedBy(guards) });
  await startStandaloneServer(server, { listen, context: createVerify(guards) });
} else {
  await startStandaloneServer(new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) }), { listen });
}
