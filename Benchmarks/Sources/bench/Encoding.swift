import Foundation
import PythonValues
import SerpentCodec

/// Encoding of serpent: from trees, as `serpent.dumps` does.
enum Encoding {
  /// The values of a workload, decoded once before anything is measured.
  static func values(of workload: Workload) throws -> [PythonValue] {
    var reader = SerpentReader()
    return try workload.documents.map { try reader.decode($0) }
  }

  static func encode(_ values: [PythonValue]) throws {
    for value in values { keep(try SerpentCodec.encode(value)) }
  }
}
