import PythonValues
import WireCore

/// Values in a line: a few of them, and the beginnings of long ones.
struct PickleExcerpt {
  private let evidence: PickleEvidence
  /// The most values that are shown of a container, and the most levels.
  private static let (width, levels) = (6, 4)
  /// The most bytes that are shown of a text, and of a value.
  private static let (leafBytes, valueBytes) = (80, 120)

  init(_ evidence: PickleEvidence) { self.evidence = evidence }

  private var graph: PickleGraph { evidence.graph }

  /// A value.
  func text(_ id: PickleID) -> String {
    value(id, level: 0).repr(limit: PickleExcerpt.valueBytes)
  }

  /// The arguments of a call, in parentheses.
  func call(_ id: PickleID) -> String {
    guard let items = graph.tuple(id, limit: .max) else { return "(*\(text(id)))" }
    var texts = items.prefix(PickleExcerpt.width).map(text)
    if items.count > PickleExcerpt.width { texts.append("…") }
    return "(\(texts.joined(separator: ", ")))"
  }

  /// What is called to make the object.
  func callee(_ id: PickleID) -> String {
    guard let object = graph.object(id) else { return text(id) }
    return graph.name(of: object.callee)?.printable ?? "the result \(text(object.callee))"
  }

  /// The name of the class or function that made the value, or the value.
  func maker(_ id: PickleID) -> String {
    if let name = graph.maker(of: id) { return name.printable }
    guard let object = graph.object(id), object.form == .changed else { return text(id) }
    return text(object.callee)
  }

  /// The value up to a few levels. What is left out is `Ellipsis`.
  private func value(_ id: PickleID, level: Int) -> PythonValue {
    guard let index = id.node else { return id.small }
    let node = graph.nodes[index]
    guard node.isComposite else { return leaf(node) }
    guard level < PickleExcerpt.levels else { return .ellipsis }
    if node.kind == .object { return instance(id, level: level) }
    let chunk = graph.chunk(node.chain.first)
    let shown = node.kind == .dict ? PickleExcerpt.width * 2 : PickleExcerpt.width
    var items = chunk.prefix(shown).map { value($0, level: level + 1) }
    let hasMore = chunk.count > shown || node.chain.last != node.chain.first
    if node.kind == .dict { return dict(items, hasMore: hasMore) }
    if hasMore { items.append(.ellipsis) }
    switch node.kind {
    case .tuple: return .tuple(items)
    case .set: return .set(PythonSet(distinctElements: items))
    case .frozenset: return .frozenset(PythonSet(distinctElements: items))
    default: return .list(items)
    }
  }

  private func dict(_ items: [PythonValue], hasMore: Bool) -> PythonValue {
    var entries = stride(from: 0, to: items.count - 1, by: 2).map {
      PythonDict.Entry(key: items[$0], value: items[$0 + 1])
    }
    if hasMore { entries.append(PythonDict.Entry(key: .ellipsis, value: .ellipsis)) }
    return .dict(PythonDict(distinctEntries: entries))
  }

  /// A record without its state.
  private func instance(_ id: PickleID, level: Int) -> PythonValue {
    guard let object = graph.object(id) else { return .ellipsis }
    let name = graph.maker(of: id)
    return .object(
      PythonObject(
        module: name?.module, className: name?.name ?? object.form.recordName,
        arguments: value(object.arguments, level: level + 1),
        state: object.state == nil ? .none : .ellipsis))
  }

  /// A value that holds no others; of text and bytes the beginning. Text that is cut within a character, or has
  /// lone surrogates, is mended.
  private func leaf(_ node: PickleNode) -> PythonValue {
    let source = evidence.source
    return switch node.kind {
    case .text, .brokenText: .string(String(decoding: beginning(node, source), as: UTF8.self))
    case .sideText, .sideBrokenText: .string(String(decoding: beginning(node, graph.side), as: UTF8.self))
    case .bytes: .bytes(Array(beginning(node, source)))
    case .sideBytes: .bytes(Array(beginning(node, graph.side)))
    default: graph.leaf(node, source.span) ?? .none
    }
  }

  private func beginning(_ node: PickleNode, _ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes[node.extent].prefix(PickleExcerpt.leafBytes)
  }
}
