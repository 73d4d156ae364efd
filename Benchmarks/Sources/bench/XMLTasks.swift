import CBareXML
import PythonValues
import XMLPickleCodec

extension Tasks {
  /// XML pickles of both dialects, each document beside a parse of it whose handlers do nothing.
  static var xmlPickle: [BenchTask] {
    dialect(.gnosis, "xml", format: "xml", workloads: serpentWorkloads)
      + dialect(.pyxml, "pyxml", format: "pyxml", workloads: serpentWorkloads.filter { $0 != "text" })
  }

  private static func dialect(
    _ dialect: XMLPickle.Dialect, _ name: String, format: String, workloads: [String]
  ) -> [BenchTask] {
    // Documents are large beside their values.
    let decoding = XMLPickle.DecodingOptions(limits: .init(bytes: 1 << 30))
    let encoding = XMLPickle.EncodingOptions(dialect: dialect, limits: .init(bytes: 1 << 30))
    return [
      BenchTask(name: "\(name) bare parse", format: format, workloads: workloads, who: "libxml2") {
        workload in
        { for document in workload.documents { try parseBare(document) } }
      },
      BenchTask(name: "\(name) decode", format: format, workloads: workloads) { workload in
        { for document in workload.documents { keep(try XMLPickle.decode(document, options: decoding)) } }
      },
      BenchTask(name: "\(name) encode", format: format, workloads: workloads) { workload in
        let values = try workload.documents.map { try XMLPickle.decode($0, options: decoding) }
        return { for value in values { keep(try XMLPickle.encode(value, options: encoding)) } }
      },
    ]
  }

  private struct IllFormed: Error {}

  private static func parseBare(_ document: [UInt8]) throws {
    let isWellFormed = document.withUnsafeBufferPointer { bare_xml_parse($0.baseAddress, $0.count) != 0 }
    guard isWellFormed else { throw IllFormed() }
  }
}
