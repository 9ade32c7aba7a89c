import fc from 'fast-check';
import { Sealer } from '../../src/tenancy/sealing.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const unopened = /unable to authenticate|authentication tag/;
const text = fc.string({ unit: 'grapheme' });

test('what was sealed opens again, with the same key and for the same owner', () => {
  fc.assert(
    fc.property(key, text, text, (hex, secret, owner) => {
      const sealer = new Sealer(hex);
      expect(sealer.open(sealer.seal(secret, owner), owner)).toBe(secret);
      expect(new Sealer(hex.toUpperCase()).open(sealer.seal(secret, owner), owner)).toBe(secret);
    }),
  );
});

test('it opens for no other owner and with no other key', () => {
  fc.assert(
    fc.property(key, key, text, text, text, (hex, otherHex, secret, owner, other) => {
      fc.pre(hex !== otherHex && owner !== other);
      const sealed = new Sealer(hex).seal(secret, owner);
      expect(() => new Sealer(hex).open(sealed, other)).toThrow(unopened);
      expect(() => new Sealer(otherHex).open(sealed, owner)).toThrow(unopened);
    }),
  );
});

test('one bit changed anywhere, or a byte cut off, and it does not open', () => {
  fc.assert(
    fc.property(key, text, fc.nat(), fc.nat({ max: 7 }), (hex, secret, place, bit) => {
      const sealer = new Sealer(hex);
      const sealed = sealer.seal(secret, 'con_1');
      const changed = Uint8Array.from(sealed);
      const index = place % changed.length;
      changed[index] = changed[index]! ^ (1 << bit);
      expect(() => sealer.open(changed, 'con_1')).toThrow(unopened);
      expect(() => sealer.open(sealed.subarray(0, -1), 'con_1')).toThrow(unopened);
    }),
  );
});

test('the same secret sealed twice looks different, and shows nothing of itself', () => {
  const sealer = new Sealer('ab'.repeat(32));
  const [first, second] = [sealer.seal('rl_live_secret', 'con_1'), sealer.seal('rl_live_secret', 'con_1')];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false);
  expect(Buffer.from(first).toString('latin1')).not.toContain('rl_live');
});

test.each(['', 'ab', 'ab'.repeat(31), 'ab'.repeat(33), 'zz'.repeat(32)])('%j is no sealing key', (hex) => {
  expect(() => new Sealer(hex)).toThrow(RangeError);
});
