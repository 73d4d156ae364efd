import Conformance
import Foundation
import PythonValues
import TestSupport
import Testing
import XMLPickleCodec

/// One line of a golden file: a value and the document that the reference wrote for it.
struct Golden: Sendable, CustomTestStringConvertible {
  let id: String
  let value: PythonValue
  /// What the reference reads its own document as, where that is not the value.
  let readByReference: PythonValue?
  /// What the reference fails with on its own document.
  let unreadable: String?
  /// `nil` where the reference refuses to write the value.
  let document: [UInt8]?
  let flags: Set<String>

  var testDescription: String { id }

  static func load(_ name: String) throws -> [Golden] {
    let text = String(decoding: try ProjectFiles.fixtureBytes("xmlpickle/\(name)"), as: UTF8.self)
    return try text.split(separator: "\n").map { try Golden(line: Data($0.utf8)) }
  }

  private init(line: Data) throws {
    let members = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
    func typed(_ name: String) throws -> PythonValue? {
      guard let member = members[name] else { return nil }
      return try TypedJSON.read(bytes: [UInt8](try JSONSerialization.data(withJSONObject: member)))
    }
    id = "\(members["id"] ?? "")"
    value = try typed("value") ?? .none
    readByReference = try typed("decoded")
    unreadable = members["unreadable"] as? String
    document = (members["data"] as? String).flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) }
    let options = members["options"] as? [String: Any] ?? [:]
    flags = Set(options.filter { $0.value as? Bool == true }.keys)
  }
}

extension PythonValue {
  /// The value with only those numbers that something refers to, from 1 in the order of the tree.
  var withEarnedNumbers: PythonValue {
    var referenced: Set<Int> = []
    visit { if case .reference(let id) = $0 { referenced.insert(id) } }
    var numbers: [Int: Int] = [:]
    return renumbered(referenced, &numbers)
  }

  private func visit(_ body: (PythonValue) -> Void) {
    body(self)
    switch self {
    case .list(let parts), .tuple(let parts): parts.forEach { $0.visit(body) }
    case .dict(let dict): dict.entries.forEach { [$0.key, $0.value].forEach { $0.visit(body) } }
    case .object(let object):
      object.arguments?.visit(body)
      object.state.visit(body)
    case .shared(let shared): shared.value.visit(body)
    default: break
    }
  }

  private func renumbered(_ referenced: Set<Int>, _ numbers: inout [Int: Int]) -> PythonValue {
    switch self {
    case .list(let parts): return .list(parts.map { $0.renumbered(referenced, &numbers) })
    case .tuple(let parts): return .tuple(parts.map { $0.renumbered(referenced, &numbers) })
    case .dict(let dict):
      return .dict(
        PythonDict(
          distinctEntries: dict.entries.map {
            .init(
              key: $0.key.renumbered(referenced, &numbers), value: $0.value.renumbered(referenced, &numbers))
          }))
    case .object(let object):
      let arguments = object.arguments?.renumbered(referenced, &numbers)
      return .object(
        PythonObject(
          module: object.module, className: object.className, arguments: arguments,
          state: object.state.renumbered(referenced, &numbers)))
    case .shared(let shared):
      guard referenced.contains(shared.id) else { return shared.value.renumbered(referenced, &numbers) }
      numbers[shared.id] = numbers.count + 1
      let number = numbers.count
      return .shared(PythonShared(id: number, value: shared.value.renumbered(referenced, &numbers)))
    case .reference(let id): return .reference(numbers[id] ?? -1)
    default: return self
    }
  }
}
