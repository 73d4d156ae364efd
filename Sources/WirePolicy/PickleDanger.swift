import InertReaders
import PythonValues
import WireCore

/// Something dangerous that loading a pickle would do.
public struct PickleDanger: Hashable, Sendable {
  /// The rule broken.
  public var rule: Rule
  /// The byte of the opcode that would do it, counted from the pickle's first.
  public var offset: Int
  /// What it would do, in one sentence without a full stop: `would call posix.system('id')`.
  public var detail: String
}

extension PickleReading {
  /// What loading the pickle would do that is known to be a means of attack: each dangerous call, and each
  /// dangerous name that is looked up and not called by it.
  ///
  /// - Parameters:
  ///   - names: says which names are dangerous.
  ///   - most: how many are given.
  /// - Complexity: linear in the number of actions.
  public func dangers(names: PickledName = PickledName(), most: Int = 100) -> [PickleDanger] {
    var judge = PickleJudge(names: names, most: most)
    for action in actions where judge.hasRoom { judge.add(action) }
    return judge.dangers
  }
}

/// Judges actions in their order.
private struct PickleJudge {
  let names: PickledName
  let most: Int
  private(set) var dangers: [PickleDanger] = []
  private var answers: [PythonGlobal: PolicyAnswer] = [:]
  /// Where a name stands that was looked up and not called so far.
  private var lookUps: [PythonGlobal: Int] = [:]

  init(names: PickledName, most: Int) {
    self.names = names
    self.most = most
  }

  var hasRoom: Bool { dangers.count < most }

  mutating func add(_ action: PickleAction) {
    switch action.kind {
    case .lookUp, .call, .make: break
    default: return
    }
    guard let global = action.global else {
      if action.kind == .lookUp { report(names.computedName, action) }
      return
    }
    guard case let answer = self.answer(for: global), answer != .allow else { return }
    if action.kind == .lookUp {
      // Once for each name that is only looked up.
      if lookUps.keys.contains(global) { return }
      lookUps[global] = dangers.count
      report(answer, action)
    } else if let place = lookUps[global], place >= 0 {
      // The call says all that the look-up says.
      replace(place, with: answer, action)
      lookUps[global] = -1
    } else {
      report(answer, action)
    }
  }

  private mutating func answer(for global: PythonGlobal) -> PolicyAnswer {
    if let known = answers[global] { return known }
    let answer = names.answer(module: global.module, name: global.name)
    answers[global] = answer
    return answer
  }

  private mutating func report(_ answer: PolicyAnswer, _ action: PickleAction) {
    guard let rule = answer.rule else { return }
    dangers.append(PickleDanger(rule: rule, offset: action.offset, detail: action.description))
  }

  private mutating func replace(_ place: Int, with answer: PolicyAnswer, _ action: PickleAction) {
    guard let rule = answer.rule else { return }
    dangers[place] = PickleDanger(rule: rule, offset: action.offset, detail: action.description)
  }
}
