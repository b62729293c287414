import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLimits } from '../../../../router/src/limits/operationLimits.ts';
import { peerFile } from '../peers.ts';
import { issuedFor } from '../tokens.ts';
import { production, type StartProgram } from './program.ts';

type Version = { /** Its folder among the peers. */ folder: string; /** Later ones need an extension for it, which is downloaded. */ verifiesTokens: boolean };

export const grafbase = (version: Version): StartProgram => async ({ fixture: { folder, subgraphs, jwksUrl, tokens }, port, guarded }) => {
  const program = peerFile(`${version.folder}/grafbase`);
  if (!existsSync(program)) return undefined;
  const config = join(folder, `grafbase-${port}.toml`);
  const listed = subgraphs.map(({ name, url, schemaFile }) => `[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${schemaFile}"\n`);
  const guards = guarded ? [limits, ...(version.verifiesTokens ? [verification(jwksUrl)] : [])] : [];
  await writeFile(config, [`[network]\nlisten_address = "127.0.0.1:${port}"\n`, '[graph]\nintrospection = false\n', ...guards, ...listed].join('\n'));
  return { command: program, args: ['dev', '--config', config], env: { ...production, GRAFBASE_TELEMETRY_DISABLED: '1' }, path: '/graphql', token: tokens.EdDSA };
};

/** Requests are counted, but no bench ends for it. */
const limits = `
[operation_limits]
depth = ${defaultLimits.depth}
aliases = ${defaultLimits.aliases}
root_fields = ${defaultLimits.rootFields}

[complexity_control]
mode = "enforce"
limit = ${defaultLimits.cost}
list_size = 10

[gateway.rate_limit.global]
limit = 1000000000
duration = "60s"
`;

const verification = (jwksUrl: string): string => `
[authentication]
default = "deny"

[[authentication.providers]]
[authentication.providers.jwt.jwks]
url = "${jwksUrl}"
issuer = "${issuedFor.issuer}"
audience = "${issuedFor.audience}"

[[headers]]
rule = "forward"
name = "authorization"
`;
