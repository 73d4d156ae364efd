import PythonValues
import SerpentCodec
import WireCore

/// Decoding of serpent: to a tree, lazily, and validation.
enum Decoding {
  static let workloads = ["telemetry", "numbers", "messages", "text", "nested"]

  /// What is measured, by name. Each reads every document of a workload.
  static let tasks: [(name: String, run: @Sendable (Workload) throws -> Void)] = [
    ("tree", decode), ("lazy", parse), ("validate", validate),
  ]

  @Sendable private static func decode(_ workload: Workload) throws {
    var reader = SerpentReader()
    for document in workload.documents { keep(try reader.decode(document)) }
  }

  @Sendable private static func parse(_ workload: Workload) throws {
    var reader = SerpentReader()
    for document in workload.documents { keep(try reader.parse(document)) }
  }

  @Sendable private static func validate(_ workload: Workload) throws {
    var reader = SerpentReader()
    for document in workload.documents { try reader.validate(document.span) }
  }
}
