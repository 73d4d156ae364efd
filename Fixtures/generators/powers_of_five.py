#!/usr/bin/env python3
"""Prints Sources/WireCore/PowersOfFive.swift: the 128 leading bits of the powers of five from
5**-342 to 5**308, as the algorithm of Eisel and Lemire wants them ("Number parsing at a gigabyte
per second", 2021): truncated for positive exponents, rounded up for negative ones."""

FIRST, LAST = -342, 308


def leading_bits(exponent):
    power = 5 ** abs(exponent)
    if exponent >= 0:
        shift = power.bit_length() - 128
        return power >> shift if shift >= 0 else power << -shift
    bits = (power - 1).bit_length()
    quotient = (1 << (bits + 127 if exponent >= -27 else 2 * bits + 128)) // power + 1
    return quotient >> max(0, quotient.bit_length() - 128)


def main():
    words = []
    for exponent in range(FIRST, LAST + 1):
        value = leading_bits(exponent)
        words += [value >> 64, value & (1 << 64) - 1]
    print("// swift-format-ignore-file")
    print("// Made by Fixtures/generators/powers_of_five.py.")
    print()
    print("/// The 128 leading bits of 5 to the power of -342 to 308: high word, low word, in turn.")
    print("@usableFromInline")
    print("let powersOfFive: [UInt64] = [")
    for start in range(0, len(words), 4):
        print("  " + ", ".join("0x%016x" % word for word in words[start:start + 4]) + ",")
    print("]")


if __name__ == "__main__":
    main()
