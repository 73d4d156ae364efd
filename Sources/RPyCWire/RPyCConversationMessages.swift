import WireCore

// What a payload says, and whether it may.
extension RPyCConversation {
  /// Looks at the first bytes of a payload only. Returns whether they begin a message.
  mutating func skim(_ payload: Span<UInt8>) -> Bool {
    if current.flag == 1 { return true }
    let layout = RPyCScanner.layout(of: payload, otherwise: ends[current.direction].layout)
    let start = layout.isBound ? RPyCThreadIDs.size : 0
    guard payload.count >= start + RPyCMessageGuess.size,
      let guess = RPyCMessageGuess(payload.extracting(start...))
    else { return false }
    learn(layout)
    current.kind = guess.kind
    let sequence = payload[start + 2]
    if BrineWire.oneByteIntegers.contains(sequence) {
      current.sequence = Int(sequence) - Int(BrineWire.zero)
    }
    return true
  }

  /// Reads and judges a payload. Returns whether it could be read.
  mutating func judge(_ payload: Span<UInt8>) -> Bool {
    let direction = current.direction
    do throws(RPyCFault) {
      let scan = try scanner.scan(payload, otherwise: ends[direction].layout)
      (current.kind, current.sequence) = (scan.kind, scan.sequence)
      learn(scanner.layout)
      let document = payload.extracting(scan.documentStart...)
      switch scan.kind {
      case .request: judgeRequest(scan, document)
      case .reply: judgeReply(scan, document)
      case .exception: judgeException(scan, document)
      }
      return true
    } catch {
      (current.kind, current.sequence) = (scanner.kind, scanner.sequence)
      report(error.rule, at: error.offset, error.detail)
      return false
    }
  }

  /// RPYC-11, RPYC-14: notes the form of a direction, and whether the two fit each other.
  private mutating func learn(_ layout: RPyCLayout) {
    guard ends[current.direction].layout != layout else { return }
    ends[current.direction].layout = layout
    checkDialects()
  }

  /// RPYC-12: notes the form of the object ids of a direction.
  mutating func learn(idForm: RPyCGeneration) {
    guard ends[current.direction].idForm != idForm else { return }
    ends[current.direction].idForm = idForm
    checkDialects()
  }

  private mutating func checkDialects() {
    guard let ours = ends.fromClient.layout, let theirs = ends.fromServer.layout else { return }
    let sameForm = ours.isRaw == theirs.isRaw
    let (ourIDs, theirIDs) = (ends.fromClient.idForm, ends.fromServer.idForm)
    let sameIDs = ours.isRaw || ourIDs == nil || theirIDs == nil || ourIDs == theirIDs
    guard !sameForm || !sameIDs else { return }
    reportOnce(
      .rpycDialectMismatch, at: 0,
      "the client speaks \(versions(ends.fromClient)), the server \(versions(ends.fromServer)): their "
        + "\(sameForm ? "object ids" : "messages") differ and neither can read the other's; install the same version "
        + "of rpyc at both ends")
  }

  /// The versions of rpyc that an end may be of, by what it has sent so far.
  private func versions(_ end: RPyCEnd) -> String {
    if end.layout?.isRaw ?? false { return RPyCGeneration.six.versions }
    return end.idForm?.versions ?? "rpyc 5.3 or earlier"
  }

  // MARK: Requests

  private mutating func judgeRequest(_ scan: RPyCScan, _ document: Span<UInt8>) {
    let base = scan.documentStart
    var request = RPyCOpenRequest(index: current.index)
    do throws(RPyCFault) {
      let (handler, box) = try handler(of: scan)
      request.handler = handler
      current.handler = handler
      try boxes.walk(scanner.tape, from: box)
      noteReferences(document, base: base)
      if let handler {
        let arguments = try RPyCArguments(scanner.tape, box: box)
        try checkCount(arguments, of: handler, at: scanner.tape[box].offset)
        request.dangerousName = judgeCall(handler, arguments, document, base: base)
        if options.describes { current.summary = describe(handler, arguments, document) }
      }
    } catch {
      report(error.rule, at: base + error.offset, error.detail)
    }
    open(request, sequence: scan.sequence)
  }

  /// RPYC-15: the body of a request is (handler, box of the arguments).
  private func handler(of scan: RPyCScan) throws(RPyCFault) -> (RPyCHandler?, box: Int) {
    let tape = scanner.tape
    let body = scan.body
    guard tape[body].kind == .tuple, tape[body].count == 2 else {
      throw RPyCFault(
        rule: .badCallShape, offset: tape[body].offset, detail: "a request that is no (handler, arguments)")
    }
    guard tape[body + 1].kind == .int else {
      throw RPyCFault(
        rule: .badCallShape, offset: tape[body + 1].offset, detail: "the handler of a request is no integer")
    }
    let code = Int64(bitPattern: tape[body + 1].payload)
    guard let handler = UInt8(exactly: code).flatMap(RPyCHandler.init(rawValue:)) else {
      throw RPyCFault(
        rule: .unknownHandler, offset: tape[body + 1].offset, detail: "handler \(code); RPyC has 1 to 20")
    }
    return (handler, body + 2)
  }

  private func checkCount(
    _ arguments: RPyCArguments, of handler: RPyCHandler, at offset: Int
  ) throws(RPyCFault) {
    guard handler.argumentCounts.contains(arguments.count) else {
      let wanted = handler.argumentCounts
      let range = wanted.count == 1 ? "\(wanted.lowerBound)" : "\(wanted.lowerBound) to \(wanted.upperBound)"
      throw RPyCFault(
        rule: .badCallShape, offset: offset,
        detail: "\(handler.name) with \(arguments.count) arguments; it takes \(range)")
    }
  }

  // MARK: Replies

  private mutating func judgeReply(_ scan: RPyCScan, _ document: Span<UInt8>) {
    let request = answer(scan.sequence)
    let base = scan.documentStart
    do throws(RPyCFault) {
      try boxes.walk(scanner.tape, from: scan.body)
      noteReferences(document, base: base, answering: request)
      if request?.handler == .getRoot { noteRoot(scan, document) }
      if request?.handler == .pickle { judgePickle(scan, document) }
      if options.describes { current.summary = describe(box: scan.body, document) }
    } catch {
      report(error.rule, at: base + error.offset, error.detail)
    }
  }

  /// The root object, and by its class whether the connection is a classic one. RPYC-41.
  private mutating func noteRoot(_ scan: RPyCScan, _ document: Span<UInt8>) {
    guard let node = boxes.remote.first, let key = RPyCObjectKey(scanner.tape, at: node) else { return }
    ends[current.direction].root = key
    if !options.followsAuthenticator {
      reportOnce(
        .noAuthentication, "",
        "the root object is served to whoever connects: RPyC has no authentication of its own")
    }
    guard let name = scanner.tape.className(at: node, in: document), RPyCNames.isClassicRoot(name) else {
      return
    }
    reportOnce(
      .classicMode, current.direction.rawValue, at: scan.documentStart + scanner.tape[node].offset,
      "the root object is a \(name): it runs any code that the other end sends")
  }
}

// Requests and the answers to them.
extension RPyCConversation {
  /// How many messages an answer may be ahead of its request. RPYC-51.
  private static let patience = 32

  /// RPYC-50: notes an open request.
  private mutating func open(_ request: RPyCOpenRequest, sequence: Int) {
    let direction = current.direction
    if let early = strays.firstIndex(where: { $0.sequence == sequence && $0.direction != direction }) {
      strays.remove(at: early)
      return
    }
    if let other = ends[direction].open(request, sequence: sequence), ends[direction].isComplete {
      report(
        .duplicateSequence, at: nil,
        "a request has the number \(sequence) of request \(other.index), which is still open")
    }
  }

  /// RPYC-50: finds the request that the message under way answers.
  mutating func answer(_ sequence: Int) -> RPyCOpenRequest? {
    let asker = current.direction.reversed
    if let request = ends[asker].close(sequence) {
      current.answers = request.index
      return request
    }
    if ends[asker].isComplete {
      strays.append(RPyCStray(index: current.index, sequence: sequence, direction: current.direction))
    }
    return nil
  }

  /// Reports answers whose requests have not come.
  mutating func reportStrays(all: Bool) {
    while let stray = strays.first, all || current.index - stray.index >= Self.patience {
      strays.removeFirst()
      guard ends[stray.direction.reversed].isComplete else { continue }
      findings.append(
        Finding(
          .unsolicitedReply, message: stray.index,
          "an answer to number \(stray.sequence), which is the number of no open request"))
    }
  }

  /// RPYC-53: reports requests that were never answered. CLOSE seldom is.
  mutating func reportUnanswered(_ direction: Direction) {
    guard ends[direction.reversed].isComplete else { return }
    let unanswered = ends[direction].requests.values
      .filter { $0.handler != .close && $0.handler != .delete }.map(\.index).sorted()
    for index in unanswered.prefix(Self.mostUnanswered) {
      findings.append(Finding(.missingReply, message: index, "a request was never answered"))
    }
    if unanswered.count > Self.mostUnanswered {
      findings.append(
        Finding(.missingReply, "\(unanswered.count - Self.mostUnanswered) more requests were never answered"))
    }
  }

  /// How many unanswered requests of a direction are reported one by one.
  private static let mostUnanswered = 16
}
