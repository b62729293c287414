import ipaddr from 'ipaddr.js';

/** How many leading bits of an address belong to one holder, as far as counting goes: an IPv6 customer has at least a /64. */
const counted = { ipv4: 32, ipv6: 64 };
const told = { ipv4: 24, ipv6: 48 };

/** What counters keep for an address: IPv4 whole, IPv6 by /64. Everywhere addresses are counted, because one client may use any of 2^64. */
export const networkOf = (address: string | null): string => network(address, counted) ?? (address ?? 'unknown').slice(0, 100);

/** Coarse, for people: enough to tell home from abroad, too little to find a place. Null when there is none. */
export const coarseNetworkOf = (address: string | null): string | null => network(address, told);

function network(address: string | null, bits: { ipv4: number; ipv6: number }): string | null {
  if (address === null || !ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  const length = bits[parsed.kind()];
  if (parsed.kind() === 'ipv4' && length === 32) return parsed.toString();
  const first = parsed.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(`${address4(parsed)}/${length}`) : ipaddr.IPv6.networkAddressFromCIDR(`${address6(parsed)}/${length}`);
  return `${first.toString()}/${length}`;
}

const address4 = (parsed: ipaddr.IPv4 | ipaddr.IPv6): string => parsed.toString();
/** Without a zone (fe80::1%eth0): it names an interface of this machine. */
const address6 = (parsed: ipaddr.IPv4 | ipaddr.IPv6): string => parsed.toString().split('%')[0]!;
