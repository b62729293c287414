import { grafbase } from './grafbase.ts';
import { hive } from './hive.ts';
import { ours } from './ours.ts';
import type { StartProgram } from './program.ts';
import { stock } from './stock.ts';

export const gatewayNames = ['ours', '@apollo/gateway', 'Hive Gateway, JIT', 'Hive Gateway, Rust planner', 'Grafbase', 'Grafbase 0.92'] as const;
export type GatewayName = (typeof gatewayNames)[number];

export const programs: Record<GatewayName, StartProgram> = {
  ours,
  '@apollo/gateway': stock,
  'Hive Gateway, JIT': hive('--jit'),
  'Hive Gateway, Rust planner': hive('--hive-router-runtime'),
  Grafbase: grafbase({ folder: '@grafbase/cli-x86_64-unknown-linux-musl', verifiesTokens: false }),
  'Grafbase 0.92': grafbase({ folder: 'grafbase-0.92', verifiesTokens: true }),
};
