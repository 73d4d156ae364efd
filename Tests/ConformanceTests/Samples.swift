import WireCore

@testable import Conformance

/// Vectors made for these tests.
enum Samples {
  /// A vector of the format `text` whose document is `a`, read as the integer 1.
  static func vector(
    side: String = "valid", members: String = #""value":{"t":"int","v":"1"}"#
  ) throws -> ConformanceVector {
    try VectorSidecar.vector(
      Array(
        """
        {"id":"text/\(side)/a","format":"text","comment":"A sample.","spec":["TEST-1"],\
        "source":{"input":"hand-made","verdict":"hand-made"},\(members)}
        """.utf8), data: [UInt8(ascii: "a")])
  }

  static func question(
    side: String = "valid", members: String = #""value":{"t":"int","v":"1"}"#
  ) throws -> ConformanceCase {
    ConformanceCase.all(of: [try vector(side: side, members: members)])[0]
  }
}
