import fc from 'fast-check';

const seed = process.env['PROPERTY_SEED'] ?? '20261127';

/** fast-check with the same cases every time, so that a red build is about the change. `PROPERTY_SEED=random` looks for new ones. */
fc.configureGlobal(seed === 'random' ? {} : { seed: Number(seed) });
export default fc;
