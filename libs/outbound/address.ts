/**
 * Which IP addresses a stranger may make us connect to: only those that the whole Internet reaches by ordinary routing.
 *
 * For IPv4 that is what no registry reserves. For IPv6 it is 2000::/3 without its reserved parts; forms that carry an IPv4
 * address are judged by that address where the system really connects to it (mapped, NAT64) and refused where only
 * abandoned transition mechanisms use them (compatible, 6to4, Teredo, ISATAP).
 * Sources: IANA's special-purpose address registries (RFC 6890 and updates).
 */
import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

const refusedIPv4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT; 100.100.100.200 is a cloud's metadata service
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // a cloud's host agent, on an address that looks public
  '169.254.0.0/16', // link-local; 169.254.169.254 is the metadata service of most clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments; 192.0.0.192 is a cloud's metadata service
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved and broadcast
].map((range) => ipaddr.IPv4.parseCIDR(range));

const refusedIPv6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID, AMT and others
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '2620:4f:8000::/48', // AS112
  '3ffe::/16', // 6bone, returned
  '3fff::/20', // documentation
].map((range) => ipaddr.IPv6.parseCIDR(range));

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
const mapped = ipaddr.IPv6.parseCIDR('::ffff:0:0/96');
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Whether a stranger may make us connect there. Takes an address as text; anything else is false, zone ids included. */
export function isPublicAddress(text: string): boolean {
  // isIP takes dotted quads of decimal numbers only, unlike ipaddr.js, which also reads 0x7f.1 and 2130706433.
  const family = text.includes('%') ? 0 : isIP(text);
  if (family === 4) return isPublicIPv4(ipaddr.IPv4.parse(text));
  if (family === 6) return isPublicIPv6(parseIPv6(text));
  return false;
}

/** Through the URL parser's form without dotted quads, since ipaddr.js reads `::8.8.8.8` as `::ffff:8.8.8.8`. */
function parseIPv6(text: string): IPv6 {
  return ipaddr.IPv6.parse(new URL(`http://[${text}]/`).hostname.slice(1, -1));
}

function isPublicIPv4(address: IPv4): boolean {
  return address.range() === 'unicast' && !refusedIPv4.some((range) => address.match(range));
}

function isPublicIPv6(address: IPv6): boolean {
  if (address.match(mapped) || address.match(nat64)) {
    return isPublicIPv4(new ipaddr.IPv4(address.toByteArray().slice(12)));
  }
  if (!address.match(globalUnicast) || address.range() !== 'unicast') return false;
  return !refusedIPv6.some((range) => address.match(range)) && !isIsatap(address);
}

/** ISATAP (RFC 5214): an IPv4 address behind 0:5efe or 200:5efe in the lower half, within any prefix. */
function isIsatap(address: IPv6): boolean {
  const [upper, lower] = [address.parts[4], address.parts[5]];
  return (upper === 0 || upper === 0x200) && lower === 0x5efe;
}
