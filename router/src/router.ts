import './telemetryOff.ts';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Caller } from '@sysops-squad/chassis/caller';
import { answerHealth } from '@sysops-squad/chassis/http/answerHealth';
import type { Logger } from '@sysops-squad/chassis/logger';
import { answerMetrics } from '@sysops-squad/chassis/metrics/answerMetrics';
import { processMetrics } from '@sysops-squad/chassis/metrics/metrics';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { isTracing } from '@sysops-squad/chassis/tracing/tracing';
import { openCache } from './cache/openCache.ts';
import { openToAll, type RouterSettings } from './settings.ts';
import { createPassHeaders } from './headers/passHeaders.ts';
import { answerGraphql } from './http/answerGraphql.ts';
import { closeServer, sendElsewhere } from './http/closeServer.ts';
import { createOriginRule } from './http/origins.ts';
import { createHttpServer } from './http/server.ts';
import { followRevocations } from './identity/followRevocations.ts';
import { createIdentify, requireGood } from './identity/identify.ts';
import { createKeySet } from './identity/keySet.ts';
import { keySources } from './identity/keySources.ts';
import { longestLifetimeSeconds } from './identity/accessToken.ts';
import { createRevocations } from './identity/revocations.ts';
import { createWhileValid } from './identity/whileValid.ts';
import { createCallerBudget } from './limits/callerBudget.ts';
import { measureRequests } from './metrics/measureRequests.ts';
import { createRouterMetrics } from './metrics/routerMetrics.ts';
import { createAdmission, createChargeRefusal } from './operations/admission.ts';
import { countChangesHere } from './operations/changesHere.ts';
import { deferRules } from './operations/deferRules.ts';
import { createKnownDocuments } from './operations/knownDocuments.ts';
import { livePersisted } from './operations/livePersisted.ts';
import { createOperationText } from './operations/operationText.ts';
import { createPublicErrors } from './operations/publicErrors.ts';
import { startApolloServer } from './operations/runByApolloServer.ts';
import { createRunOperation } from './operations/runOperation.ts';
import { startLoadMeter } from './overload/loadMeter.ts';
import { shedLoad } from './overload/shedLoad.ts';
import { createActiveOverrides } from './overrides/activeOverrides.ts';
import { answerAccountLink, answerGraphiql, answerPageFile, answerSandbox, answerSurvey } from './pages/pages.ts';
import { createRouting } from './subgraphs/routing.ts';
import { traceOperations } from './tracing/traceOperations.ts';
import { traceRequests } from './tracing/traceRequests.ts';
import { createSubgraphClients } from './subgraphs/subgraphClients.ts';
import { createHoldings } from './subscriptions/holdings.ts';
import { createAnswerStream } from './subscriptions/httpStreams/answerStream.ts';
import { createOpenStreams } from './subscriptions/httpStreams/openStreams.ts';
import { defaultLiveLimits } from './subscriptions/liveLimits.ts';
import type { SubscribePayload } from './subscriptions/planSubscription.ts';
import { serveSubscriptions } from './subscriptions/serveSubscriptions.ts';
import { startSubscription } from './subscriptions/subscription.ts';
import { createUpstreamSockets } from './subscriptions/upstreamSockets.ts';
import { createLiveSupergraph } from './supergraph/liveSupergraph.ts';

export type RunningRouter = {
  url: string;
  port: number;
  /** Not ready any more; sends clients elsewhere, each after the answer that it waits for, over so long. */
  drain: (milliseconds: number) => Promise<void>;
  stop: () => Promise<void>;
};

const waitsForKeysMs = 10_000;

/** The router, put together from its parts: this is the order in which a request meets them. */
export async function startRouter(settings: RouterSettings, logger: Logger, metrics = processMetrics()): Promise<RunningRouter> {
  const { trustedProxies, deadlineMs } = settings;
  const { limits, costPerMinute, reportCost, onlyPersisted, persistedFile } = { ...openToAll, ...settings.safety };
  const persisted = persistedFile === undefined ? undefined : await livePersisted(persistedFile, logger);
  const isAllowedOrigin = createOriginRule(settings.corsOrigins);
  const sign = settings.routerPrivateKey && createProofSigner(settings.routerPrivateKey);
  if (!sign) logger.warn('ROUTER_PRIVATE_KEY is missing: requests to subgraphs carry no proof');

  const measured = metrics && createRouterMetrics(metrics);
  const routing = await createRouting({ fixed: settings.routingUrls, file: settings.instancesFile, logger });
  const clients = createSubgraphClients({ ...settings, routing, sign, logger, onCall: measured?.onCall });
  const activeOverrides = createActiveOverrides(settings.overrideLabels);
  const cache = settings.cache && openCache(settings.cache, logger, measured?.onCacheLookup);
  const supergraph = createLiveSupergraph({ file: settings.supergraphFile, activeOverrides, clients, executor: settings.executor, cache, logger });
  const { longestTokenSeconds = longestLifetimeSeconds, followsRevocations = true } = settings;
  const keys = createKeySet({ sources: keySources(settings, routing, supergraph), logger });
  const onFailure = (err: unknown): void => logger.error({ err }, 'what a session held open was not ended');
  const revocations = createRevocations({ keptMs: (longestTokenSeconds + 60) * 1_000, onFailure });
  const publicErrors = createPublicErrors(logger, { suggestions: settings.introspection, subgraphs: settings.subgraphErrors });
  const meter = startLoadMeter(settings);
  const hooks = [shedLoad(meter), ...(measured ? [measureRequests(measured)] : []), ...(isTracing() ? [traceOperations] : [])];
  const execute = await supergraph.start();
  supergraph.onUse(() => keys.sourcesChanged());
  const heard = followsRevocations ? followRevocations({ supergraph, clients, revocations, logger }) : undefined;
  const knowsRevoked = heard?.known ?? (() => true);
  const identify = await createIdentify({ keys, serviceKeys: settings.serviceKeys, revocations, knowsRevoked, longestSeconds: longestTokenSeconds });
  const whileValid = createWhileValid(revocations);
  const changes = countChangesHere();
  const running = { execute, introspection: settings.introspection, rules: [deferRules], hooks, publicErrors, logger };
  const run = settings.executor === 'gateway'
    ? await startApolloServer({ ...running, supergraph })
    : createRunOperation({ ...running, schema: () => supergraph.current().apiSchema, read: createKnownDocuments(running), sharing: { changes, withinMs: settings.shareWithinMs, onShared: measured?.onShared } });
  const text = createOperationText({ persisted, onlyPersisted });
  const charge = createCallerBudget(costPerMinute);
  const admit = createAdmission({ supergraph: supergraph.current, text, limits, charge });
  const chargeRefusal = createChargeRefusal(charge);

  let leaving = false;
  // While nobody has the keys, those who bring no token are served, and our services.
  const waitsForKeysUntil = Date.now() + waitsForKeysMs;
  const isReady = async (): Promise<boolean> => !leaving && supergraph.isLoaded() && (keys.loaded() || Date.now() > waitsForKeysUntil);
  const sockets = createUpstreamSockets(logger);
  const passHeaders = createPassHeaders(settings.headers);
  const { headersFor } = passHeaders({ headers: {} }).context;
  const parts = { supergraph, sockets, clients, sign, eventHeaders: { headersFor }, activeOverrides, changes, deadlineMs, bufferSize: 100, giveUpAfterMs: 30_000, logger };
  const start = (payload: SubscribePayload, caller: Caller, lastSeenBefore?: string) => startSubscription(parts, payload, caller, lastSeenBefore);
  const liveLimits = { ...defaultLiveLimits, ...settings.live };
  const holdings = createHoldings(liveLimits);
  const streams = createOpenStreams({ heartbeatMs: liveLimits.pingEveryMs });
  const stream = createAnswerStream({ streams, start, chargeRefusal, publicErrors, refuses: meter.refuses, holdings, whileValid });
  const routes = {
    graphql: traceRequests(answerGraphql({ run, identify, requireGood: (identified) => requireGood(revocations, identified), admit, chargeRefusal, trustedProxies, deadlineMs, meter, onRefused: measured?.onRefused, stream, publicErrors, reportCost, passHeaders, cache })),
    health: answerHealth(isReady, () => ({ supergraph: supergraph.current().id })),
    metrics: answerMetrics(metrics, { behindProxy: trustedProxies > 0 }),
    sandbox: answerSandbox(settings),
    graphiql: answerGraphiql(settings),
    survey: answerSurvey,
    accountLink: answerAccountLink,
    file: answerPageFile,
  };
  const server = createHttpServer(routes, isAllowedOrigin, logger);
  const subscriptions = serveSubscriptions({ server, isAllowedOrigin, identify, whileValid, trustedProxies, admit, chargeRefusal, start, publicErrors, refuses: meter.refuses, holdings, liveLimits, logger });

  measured?.watch({ load: meter.load, shed: meter.shed, subgraphs: clients.states, cacheBytes: cache?.bytes, live: () => ({ ...subscriptions.counts(), streams: streams.count() }) });

  // Whoever came first would be told that his token cannot be verified yet.
  await Promise.all([keys.refresh(), heard?.first()]);
  await listen(server, settings);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${settings.host}:${port}/graphql`,
    port,
    async drain(milliseconds) {
      leaving = true;
      sendElsewhere(server);
      // Whoever was sent away last gets his answers as well.
      await Promise.all([subscriptions.drain(milliseconds * 0.8), streams.drain(milliseconds * 0.8), wait(milliseconds)]);
    },
    async stop() {
      leaving = true;
      streams.close();
      await Promise.all([subscriptions.close(), closeServer(server, 6_000)]);
      await heard?.stop();
      supergraph.stop();
      sockets.close();
      keys.stop();
      meter.stop();
      persisted?.stop();
      routing.stop();
      cache?.close();
      await clients.close();
    },
  };
}

async function listen(server: Server, { port, host }: RouterSettings): Promise<void> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use: set PORT to another one`) : error;
  });
}
