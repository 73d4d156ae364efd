import Testing
import WireCore

@Suite struct LimitsTests {
  @Test func hasTheDefaultsThatItNames() {
    let limits = Limits()
    #expect(limits.depth == 100)
    #expect(limits.bytes == 67_108_864)
    #expect(limits.count == 10_000_000)
    #expect(limits.digits == 4_300)
    #expect(limits.inflationRatio == 200)
    #expect(limits.inflationFloor == 1_048_576)
    #expect(Limits.deepestTree == 1_000)
  }

  @Test func takesWhatIsSet() {
    let limits = Limits(depth: 2, bytes: 3, count: 4, digits: 5, inflationRatio: 6, inflationFloor: 7)
    #expect([limits.depth, limits.bytes, limits.count] == [2, 3, 4])
    #expect([limits.digits, limits.inflationRatio, limits.inflationFloor] == [5, 6, 7])
  }

  @Test(arguments: [(Int.min, 1), (-1, 1), (0, 1), (1, 1), (2, 2), (.max, .max)])
  func depthDigitsAndRatioAreAtLeastOne(set: Int, expected: Int) {
    let limits = Limits(depth: set, digits: set, inflationRatio: set)
    #expect([limits.depth, limits.digits, limits.inflationRatio] == [expected, expected, expected])
  }

  @Test(arguments: [(Int.min, 0), (-1, 0), (0, 0), (1, 1), (.max, .max)])
  func countAndFloorAreAtLeastZero(set: Int, expected: Int) {
    let limits = Limits(count: set, inflationFloor: set)
    #expect([limits.count, limits.inflationFloor] == [expected, expected])
  }

  @Test(arguments: [
    (-1, 0), (0, 0), (1, 1), (4_294_967_294, 4_294_967_294), (4_294_967_295, 4_294_967_295),
    (4_294_967_296, 4_294_967_295), (.max, 4_294_967_295),
  ])
  func bytesStayBelowFourGiB(set: Int, expected: Int) {
    #expect(Limits(bytes: set).bytes == expected)
  }

  @Test(arguments: [(1, 1), (999, 999), (1_000, 1_000), (1_001, 1_000), (.max, 1_000)])
  func treesStopAtTheDeepest(depth: Int, expected: Int) {
    #expect(Limits(depth: depth).treeDepth == expected)
  }
}
