export { normalEmail } from '@sysops-squad/chassis/text/readEmail';
