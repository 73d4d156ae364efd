public import Foundation
import WireCore

/// The vectors below a folder, laid out as `Fixtures/` is.
public enum VectorFolder {
  /// A vector that cannot be read.
  public struct Fault: Error, CustomStringConvertible {
    /// The file at fault and what is wrong with it.
    public let description: String
  }

  /// Reads every vector below a folder, in the order of their ids.
  ///
  /// - Parameters:
  ///   - root: the folder, with a folder of each format in it.
  ///   - formats: the formats to read; all where it is empty.
  /// - Throws: ``Fault`` for a file that is no sidecar, a sidecar without an input or an input without a sidecar;
  ///   what reading files throws.
  public static func vectors(below root: URL, formats: Set<String> = []) throws -> [ConformanceVector] {
    var vectors: [ConformanceVector] = []
    for format in try names(in: root) where formats.isEmpty || formats.contains(format) {
      for side in ConformanceVector.Side.allCases {
        let folder = root.appending(path: "\(format)/\(side.rawValue)")
        vectors += try self.vectors(in: folder, path: "\(format)/\(side.rawValue)")
      }
    }
    return vectors.sorted { $0.id < $1.id }
  }

  private static func vectors(in folder: URL, path: String) throws -> [ConformanceVector] {
    let files = try names(in: folder)
    let inputs = Dictionary(
      files.filter { !$0.hasSuffix(".json") }.map { (stem($0), $0) }, uniquingKeysWith: { first, _ in first })
    let sidecars = files.filter { $0.hasSuffix(".json") }
    guard inputs.count == files.count - sidecars.count, sidecars.count == inputs.count else {
      throw Fault(description: "\(folder.path): each input needs one sidecar, and each sidecar one input")
    }
    return try sidecars.map { name in
      guard let input = inputs[stem(name)] else {
        throw Fault(description: "\(folder.path)/\(name): it has no input")
      }
      return try vector(folder, name, input, id: "\(path)/\(stem(name))")
    }
  }

  private static func vector(
    _ folder: URL, _ name: String, _ input: String, id: String
  ) throws -> ConformanceVector {
    let sidecar = [UInt8](try Data(contentsOf: folder.appending(path: name)))
    let data = [UInt8](try Data(contentsOf: folder.appending(path: input)))
    do throws(WireError) {
      let vector = try VectorSidecar.vector(sidecar, data: data)
      guard vector.id == id else {
        throw WireError(.syntax, at: 0, reading: "sidecar", "its id is \(vector.id), its place \(id)")
      }
      return vector
    } catch {
      throw Fault(description: "\(folder.path)/\(name): \(error)")
    }
  }

  private static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  /// The names in a folder; none where there is no such folder.
  private static func names(in folder: URL) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
  }
}
