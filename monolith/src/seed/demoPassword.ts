/** Of every seeded account. Published: in production it opens none. */
export const DEMO_PASSWORD = 'sysops-squad-demo';
