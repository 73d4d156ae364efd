import WireCore
import WirePolicy

// What a request asks for, and what it may do. RPYC-40 to RPYC-46.
extension RPyCConversation {
  /// Judges a request whose boxes are sound. Returns the name that it asks for where a call of what it
  /// gets would run code.
  mutating func judgeCall(
    _ handler: RPyCHandler, _ arguments: RPyCArguments, _ document: Span<UInt8>, base: Int
  ) -> String? {
    let object = handler.takesObject ? arguments.object(scanner.tape) : nil
    if let object, object.isBareID {
      learn(idForm: .three)
      // A bare id stands in no box that was walked for references.
      if arguments.argument(0, scanner.tape)?.label == .value {
        check(object.key, at: base + nodeOffset(arguments, 0))
      }
    }
    switch handler {
    case .getAttribute, .setAttribute, .deleteAttribute, .callAttribute:
      return judgeName(handler, arguments, object?.key, document, base: base)
    case .call: judgeCallOfReference(object?.key, base: base)
    case .compare: judgeComparison(arguments, document, base: base)
    case .pickle: judgePickleRequest(arguments, base: base)
    case .oldSlicing: judgeSlicing(arguments, document, base: base)
    case .delete: release(arguments, base: base)
    case .inspect: learnInspected(arguments)
    default: break
    }
    return nil
  }

  /// RPYC-12: what is asked about an id shows how who asks reads ids.
  private mutating func learnInspected(_ arguments: RPyCArguments) {
    guard let argument = arguments.argument(0, scanner.tape) else { return }
    learn(idForm: scanner.tape[argument.node].kind == .tuple ? .fourFive : .three)
  }

  private func nodeOffset(_ arguments: RPyCArguments, _ place: Int) -> Int {
    arguments.argument(place, scanner.tape).map { scanner.tape[$0.node].offset } ?? 0
  }

  private mutating func name(
    _ place: Int, _ arguments: RPyCArguments, _ document: Span<UInt8>, base: Int
  ) -> String? {
    guard let argument = arguments.argument(place, scanner.tape) else { return nil }
    if let name = scanner.tape.name(at: argument.node, in: document) { return name }
    report(.badCallShape, at: base + scanner.tape[argument.node].offset, "an attribute's name is no text")
    return nil
  }

  /// RPYC-42: a name is read, written or called.
  private mutating func judgeName(
    _ handler: RPyCHandler, _ arguments: RPyCArguments, _ object: RPyCObjectKey?, _ document: Span<UInt8>,
    base: Int
  ) -> String? {
    if let argument = arguments.argument(1, scanner.tape),
      allowedNames.contains(scanner.tape, argument.node, document)
    {
      return nil
    }
    guard let name = name(1, arguments, document, base: base) else { return nil }
    let offset = base + nodeOffset(arguments, 1)
    let owner = current.direction.reversed
    let isOnRoot = object != nil && object == ends[owner].root
    if isOnRoot { noteClassic(name, at: offset) }
    let called = callAnswer(name, isOnRoot: isOnRoot)
    let attribute = options.names.attribute(name, generation: ends[owner].generation)
    let answer = handler == .callAttribute ? called : attribute
    if called == .allow, attribute == .allow, RPyCNames.isTheSameForAll(name) { allowedNames.insert(name) }
    if case .refuse(let rule, let reason) = answer {
      let target = handler == .getAttribute ? "" : " (\(handler.name))"
      report(rule, at: offset, reason + target)
    }
    return called.rule == .dangerousCall ? name : nil
  }

  private func callAnswer(_ name: String, isOnRoot: Bool) -> PolicyAnswer {
    let plain = RPyCNames.withoutPrefix(name)
    if isOnRoot, RPyCNames.classicCalls.contains(plain) {
      return .refuse(.dangerousCall, reason: "a call of \(quoted(name)) on the root object runs code")
    }
    return options.names.call(name, generation: ends[current.direction.reversed].generation)
  }

  /// RPYC-41: what only a classic connection asks of a root object.
  private mutating func noteClassic(_ name: String, at offset: Int) {
    guard RPyCNames.classic.contains(RPyCNames.withoutPrefix(name)) else { return }
    reportOnce(
      .classicMode, current.direction.reversed.rawValue, at: offset,
      "\(quoted(name)) is asked of the root object: a classic connection, which runs any code")
  }

  /// RPYC-43: the object called was asked for under a name that runs code.
  private mutating func judgeCallOfReference(_ object: RPyCObjectKey?, base: Int) {
    guard let object, let name = ends[current.direction.reversed].references[object]?.dangerousName else {
      return
    }
    report(.dangerousCall, at: base, "a call of \(quoted(name)), which runs code")
  }

  /// RPYC-44: CVE-2019-16328, an operator that compares nothing.
  private mutating func judgeComparison(_ arguments: RPyCArguments, _ document: Span<UInt8>, base: Int) {
    guard arguments.count > 2, let name = name(2, arguments, document, base: base),
      !RPyCNames.comparisons.contains(name)
    else { return }
    report(
      .dangerousAttribute, at: base + nodeOffset(arguments, 2),
      "CMP with the operator \(quoted(name)), which compares nothing: rpyc 4.1.0 and 4.1.1 call it on the object's "
        + "class whatever it is (CVE-2019-16328, fixed in 4.1.2)")
  }

  /// RPYC-45: CVE-2024-27758, and pickles in general.
  private mutating func judgePickleRequest(_ arguments: RPyCArguments, base: Int) {
    let loader = current.direction == .clientToServer ? "client" : "server"
    var detail = "PICKLE: the \(loader) asks for a pickle, and what it loads can run any code"
    if current.direction == .serverToClient, ends[.serverToClient].generation != .six {
      detail +=
        "; rpyc 4.0.0 to 5.3.1 do so when numpy meets a reference, so that a client takes the server over "
      detail += "(CVE-2024-27758, fixed in 6.0.0)"
    }
    report(.pickleRequest, at: base, detail)
  }

  private mutating func judgeSlicing(_ arguments: RPyCArguments, _ document: Span<UInt8>, base: Int) {
    for place in 1...2 {
      guard let name = name(place, arguments, document, base: base) else { continue }
      let answer = options.names.attribute(name, generation: ends[current.direction.reversed].generation)
      if case .refuse(let rule, let reason) = answer {
        report(rule, at: base + nodeOffset(arguments, place), reason)
      }
    }
  }

  /// RPYC-45: what a pickle that answers PICKLE would look up when it is loaded.
  mutating func judgePickle(_ scan: RPyCScan, _ document: Span<UInt8>) {
    let tape = scanner.tape
    let value = scan.body + 2
    guard value < tape.count, tape[value].kind == .bytes else { return }
    let start = tape[value].extent.lowerBound
    for global in PickleGlobals.named(in: document.extracting(tape[value].extent)) {
      let answer = DangerousClass().answer(module: global.module, name: global.name)
      guard case .refuse(let rule, let reason) = answer else { continue }
      report(rule, at: scan.documentStart + start + global.offset, "a pickle: " + reason)
    }
  }
}
