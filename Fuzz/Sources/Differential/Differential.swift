import BrineCodec
import Conformance
import Foundation
import FuzzInvariants
import PythonValues
import SerpentCodec
import WireCore

/// Compares what we make of an input with what the reference makes of it.
public final class Differential: @unchecked Sendable {
  // Unchecked: libFuzzer calls one input after the other, on one thread.
  private let peers: [(name: String, process: PeerProcess)]
  private let compare: (_ input: [UInt8], _ peer: String, _ theirs: Answer) throws -> String?

  /// What a peer answered.
  enum Answer {
    /// It refused, with this exception.
    case refused(String)
    /// It read a value.
    case value(PythonValue)
    /// It read a value that has none on this side: text with lone surrogates.
    case unrepresentable
  }

  private init(
    _ environments: [String], _ format: String,
    _ compare: @escaping ([UInt8], String, Answer) throws -> String?
  ) {
    self.compare = compare
    peers = environments.map { name in
      guard let process = try? PeerProcess(environment: name, format: format) else {
        fatalError("there is no .venv/\(name): run make setup first")
      }
      return (name, process)
    }
  }

  /// The target of a name, with its peers running; `nil` where there is none.
  public static func target(_ name: String) -> FuzzTarget? {
    let differential: Differential
    switch name {
    // CPython's serpent, which is `ast.literal_eval` and little more.
    case "serpent-differential": differential = Differential(["pyro5"], "serpent", compareSerpent)
    case "brine-differential":
      differential = Differential(["rpyc4", "rpyc5", "rpyc6"], "brine", compareBrine)
    default: return nil
    }
    return FuzzTarget(name, check: { input throws(Violation) in try differential.check(input) })
  }

  /// Throws where we and a peer disagree and no quirk says why.
  private func check(_ input: [UInt8]) throws(Violation) {
    for (name, process) in peers {
      guard let text = process.answer(to: input) else { fatalError("peer \(name) died of an input") }
      var disagreement: String?
      do {
        disagreement = try compare(input, name, try Self.answer(text))
      } catch {
        disagreement = "its answer cannot be read: \(error)"
      }
      if let disagreement { throw Violation(promise: "\(name) and we read the same", detail: disagreement) }
    }
  }

  private static func answer(_ text: [UInt8]) throws -> Answer {
    if text.first == UInt8(ascii: "!") { return .refused(String(decoding: text.dropFirst(), as: UTF8.self)) }
    do {
      return .value(try TypedJSON.read(bytes: text, limits: Limits(depth: 1_000, digits: 100_000)))
    } catch {
      if error.kind == .unrepresentable { return .unrepresentable }
      throw error
    }
  }

  /// Both refuse, or both read the same value. Ours may stop at a limit where Python has another.
  private static func compareSerpent(_ input: [UInt8], _ peer: String, _ theirs: Answer) -> String? {
    let limits = Limits(depth: 200)
    do throws(WireError) {
      let ours = try SerpentCodec.decode(input, limits: limits)
      switch theirs {
      case .refused(let name):
        // Python's own limits: its parser's stack, its memory.
        return ["RecursionError", "MemoryError"].contains(name)
          ? nil : "we read \(ours.repr), it says \(name)"
      case .unrepresentable: return "we read \(ours.repr), it has lone surrogates"
      case .value(let value):
        return ours.isIdentical(to: value) ? nil : "we read \(ours.repr), it reads \(value.repr)"
      }
    } catch {
      switch theirs {
      case .refused: return nil
      case .unrepresentable:
        return error.kind == .unrepresentable ? nil : "we say \(error), it has lone surrogates"
      case .value(let value):
        // Q-SERP-1: a lone surrogate may be in a value that an equal key replaces.
        return [.limit, .unrepresentable].contains(error.kind)
          ? nil : "we say \(error), it reads \(value.repr)"
      }
    }
  }

  /// What rpyc refuses we refuse; what it reads we read the same, or `lenient` does, each of whose rules is a quirk.
  private static func compareBrine(_ input: [UInt8], _ peer: String, _ theirs: Answer) throws -> String? {
    guard let dialect = BrineDialect(name: peer) else { return "there is no dialect \(peer)" }
    var options = Brine.LoadOptions(dialect: dialect, limits: Limits(depth: 200))
    let strict = try? Brine.load(input, options: options)
    options.lenient = true
    var refusal: WireError?
    var lenient: PythonValue?
    do { lenient = try Brine.load(input, options: options) } catch { refusal = error }
    switch theirs {
    case .refused(let name):
      return strict.map { "we read \($0.repr), it says \(name)" }
    case .unrepresentable: return nil
    case .value(let value):
      if refusal?.kind == .limit { return nil }
      guard let ours = strict ?? lenient else {
        return "we say \(refusal.map { "\($0)" } ?? "nothing"), it reads \(value.repr)"
      }
      return ours.isIdentical(to: value) || strict == nil && hasSliceOfFrozenset(input)
        ? nil : "we read \(ours.repr), it reads \(value.repr)"
    }
  }

  /// Q-BRINE-5: what a slice takes from a frozenset is as its hash table is ordered, in each run otherwise.
  private static func hasSliceOfFrozenset(_ input: [UInt8]) -> Bool {
    zip(input, input.dropFirst()).contains { $0 == 0x19 && $1 == 0x1A }
  }
}
