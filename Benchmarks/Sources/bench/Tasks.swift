import BrineCodec
import InertReaders
import PythonValues
import SerpentCodec
import WireCore

/// One thing that is measured.
struct BenchTask {
  let name: String
  /// The format of the files it reads.
  let format: String
  let workloads: [String]
  /// Whose code it is, where it is not ours.
  var who: String?
  /// Does what comes before measuring, and gives what is measured: it goes through every document.
  let prepare: (Workload) throws -> () throws -> Void
}

enum Tasks {
  static var all: [BenchTask] { serpent + brine + pickle + xmlPickle }

  /// Decoding to a tree, lazily into one document, and validation with a reader that keeps its storage; encoding
  /// of trees.
  private static var serpent: [BenchTask] {
    [
      serpent("tree") { reader, document in keep(try reader.decode(document)) },
      BenchTask(name: "lazy", format: "serpent", workloads: serpentWorkloads) { workload in
        {
          var reader = SerpentReader()
          var document = LazyDocument()
          for bytes in workload.documents { try reader.parse(bytes, into: &document) }
          keep(document)
        }
      },
      serpent("validate") { reader, document in try reader.validate(document.span) },
      BenchTask(name: "encode", format: "serpent", workloads: serpentWorkloads) { workload in
        var reader = SerpentReader()
        let values = try workload.documents.map { try reader.decode($0) }
        return { for value in values { keep(try SerpentCodec.encode(value)) } }
      },
    ]
  }

  /// The same of brine.
  private static var brine: [BenchTask] {
    [
      brine("brine tree") { reader, document in keep(try reader.load(document)) },
      BenchTask(name: "brine lazy", format: "brine", workloads: brineWorkloads) { workload in
        {
          var reader = BrineReader()
          var document = LazyDocument()
          for bytes in workload.documents { try reader.lazyLoad(bytes, into: &document) }
          keep(document)
        }
      },
      brine("brine validate") { reader, document in try reader.validate(document.span) },
      BenchTask(name: "brine encode", format: "brine", workloads: brineWorkloads) { workload in
        let values = try workload.documents.map { try Brine.load($0) }
        return { for value in values { keep(try Brine.dump(value)) } }
      },
    ]
  }

  /// Pickles of protocol 5 to a tree.
  private static var pickle: [BenchTask] {
    [
      BenchTask(name: "pickle tree", format: "pickle", workloads: serpentWorkloads) { workload in
        {
          var reader = PickleReader()
          for document in workload.documents { keep(try reader.read(document)) }
        }
      }
    ]
  }

  static let serpentWorkloads = ["telemetry", "numbers", "messages", "text", "nested"]
  /// `numbers64` is for the comparison with msgpack, which has no wider integers.
  private static let brineWorkloads = ["telemetry", "numbers", "numbers64", "messages", "text", "nested"]

  private static func serpent(
    _ name: String, _ read: @escaping (inout SerpentReader, [UInt8]) throws -> Void
  ) -> BenchTask {
    BenchTask(name: name, format: "serpent", workloads: serpentWorkloads) { workload in
      {
        var reader = SerpentReader()
        for document in workload.documents { try read(&reader, document) }
      }
    }
  }

  private static func brine(
    _ name: String, _ read: @escaping (inout BrineReader, [UInt8]) throws -> Void
  ) -> BenchTask {
    BenchTask(name: name, format: "brine", workloads: brineWorkloads) { workload in
      {
        var reader = BrineReader()
        for document in workload.documents { try read(&reader, document) }
      }
    }
  }
}
