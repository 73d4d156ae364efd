import PythonValues
import WireCore

/// One thing that loading a pickle would do, and that reading it did not.
public struct PickleAction: Sendable {
  /// The kinds of action.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// A module is imported, and a name looked up in it: GLOBAL, STACK_GLOBAL, INST.
    case lookUp
    /// Something that was looked up is called: REDUCE, INST, OBJ.
    case call
    /// A class makes an instance by its `__new__`: NEWOBJ, NEWOBJ_EX.
    case make
    /// An instance is given its state, by its `__setstate__` or as attributes: BUILD.
    case build
    /// Values are added to what is no plain container, by its methods: APPENDS, SETITEMS, ADDITEMS and kin.
    case extend
    /// The loader is asked what a persistent id stands for: PERSID, BINPERSID.
    case load
    /// The loader's registry of extensions is asked what a code stands for: EXT1, EXT2, EXT4.
    case registered
    /// The loader is asked for a buffer: NEXT_BUFFER.
    case buffer
  }

  /// What is done.
  public let kind: Kind
  /// The byte of the opcode that does it, counted from the pickle's first.
  public let offset: Int
  private let step: PickleStep
  private let evidence: PickleEvidence

  init(_ step: PickleStep, _ evidence: PickleEvidence) {
    kind = step.kind
    offset = Int(step.offset)
    self.step = step
    self.evidence = evidence
  }

  /// The name that is looked up, called, or of which the instance is; `nil` where running the pickle alone
  /// would tell.
  public var global: PythonGlobal? { evidence.graph.maker(of: step.subject) }

  /// The module of ``global``.
  public var module: String? { global?.module }

  /// The name of ``global`` in its module, dots included.
  public var name: String? { global?.name }

  /// What it is done with: the arguments of a call, most often a tuple; the state; a persistent id or an
  /// extension's code. `nil` where there is nothing, or where it is nested too deep.
  ///
  /// - Complexity: linear in the size of the value, which is made anew each time.
  public var arguments: PythonValue? {
    switch kind {
    case .lookUp where global != nil: return nil
    case .extend, .buffer: return nil
    default: break
    }
    var builder = PickleTreeBuilder(limits: evidence.limits)
    let source = evidence.source
    return try? builder.build(evidence.graph, source.span, at: step.arguments)
  }
}

extension PickleAction: CustomStringConvertible {
  /// One line for a person, of bounded length: `would call posix.system('id')`.
  public var description: String {
    let excerpt = PickleExcerpt(evidence)
    let (subject, arguments) = (step.subject, step.arguments)
    switch kind {
    case .lookUp:
      guard let global else { return "would look up a name that it computes, \(excerpt.text(arguments))" }
      return "would look up \(global.printable)"
    case .call: return "would call \(excerpt.callee(subject))\(excerpt.call(arguments))"
    case .make: return "would make \(excerpt.callee(subject))\(excerpt.call(arguments))"
    case .build: return "would set the state of \(excerpt.maker(subject)) to \(excerpt.text(arguments))"
    case .extend: return "would add values to \(excerpt.maker(subject))"
    case .load: return "would load the persistent id \(excerpt.text(arguments))"
    case .registered: return "would load what is registered for extension code \(excerpt.text(arguments))"
    case .buffer: return "would take a buffer from outside the pickle"
    }
  }
}

/// What loading a pickle would do, in order.
public struct PickleActions: Sendable, RandomAccessCollection {
  private let steps: [PickleStep]
  private let evidence: PickleEvidence

  /// Nothing would be done.
  static let none = PickleActions([], .none)

  init(_ steps: [PickleStep], _ evidence: PickleEvidence) {
    self.steps = steps
    self.evidence = evidence
  }

  /// Always 0.
  public var startIndex: Int { 0 }
  /// How many there are.
  public var endIndex: Int { steps.count }

  /// The action at `position`, which must be an index.
  public subscript(position: Int) -> PickleAction { PickleAction(steps[position], evidence) }
}

/// What actions are told from.
final class PickleEvidence: Sendable {
  /// That of no action: nothing is kept, and nothing allocated for each pickle that does nothing.
  static let none = PickleEvidence(graph: PickleGraph(), source: [], limits: Limits())

  let graph: PickleGraph
  let source: [UInt8]
  let limits: Limits

  init(graph: PickleGraph, source: [UInt8], limits: Limits) {
    self.graph = graph
    self.source = source
    self.limits = limits
  }
}

extension PickleMachine {
  /// The actions. The values and the source are kept for them, where there are any.
  func actions(_ source: Span<UInt8>) -> PickleActions {
    guard !steps.isEmpty else { return .none }
    return PickleActions(
      steps, PickleEvidence(graph: graph, source: [UInt8](copying: source), limits: limits))
  }
}

extension PythonGlobal {
  /// The full name; what is not made of letters, digits, `_` and `.` is quoted.
  var printable: String {
    var output = OutputBuffer()
    output.append(name: module)
    output.append(".")
    output.append(name: name)
    return String(decoding: output.array(), as: UTF8.self)
  }
}
