/// The requests of one connection that wait for their answer, in order, bounded in number.
///
/// Pyro answers one request after the other (PYRO5-33), so an answer belongs to the oldest open
/// request. A capture may hold the two directions out of step, so an answer may be seen before
/// its request; it is then kept until the request comes or the connection ends.
struct PyroExchanges: Sendable {
  /// What an answer must fit.
  enum Kind: UInt8 {
    case connect
    case invoke
    case ping
  }

  /// A request that is open, or an answer that came before its request.
  struct Entry: Sendable {
    var kind: Kind
    var sequence: UInt16
    var serializer: UInt16
    /// The index of the message.
    var message: Int
    /// Of a connect, whether it was refused; of an invoke, whether it is a batch.
    var isMarked: Bool
  }

  /// What an answer was found to be.
  enum Match {
    /// The answer to this request, in turn.
    case inTurn(Entry)
    /// The answer to this request, while older ones are open.
    case outOfTurn(Entry, oldest: Entry)
    /// Of another sequence than the oldest request, whose place it takes.
    case wrong(Entry)
    /// No request is open, and this sequence number was that of a one-way call: its message.
    case oneway(Int)
    /// No request is open: kept in case that it comes.
    case early
    /// Requests are known to be missing: nothing can be said.
    case unknown
  }

  /// The most open requests, early answers, and one-way calls remembered.
  private static let most = 1_024
  private static let mostOneways = 64

  /// The open requests, from ``first`` on; what stands before has been answered.
  private var requests: [Entry] = []
  private var first = 0
  private(set) var early: [Entry] = []
  private var oneways: [(sequence: UInt16, message: Int)] = []
  private var oldestOneway = 0
  /// Whether requests may have been missed, so that answers without one are no surprise.
  private var missesRequests: Bool
  /// Whether answers may have been missed, so that requests without one are no surprise.
  private var missesAnswers: Bool

  init(midstream: Bool) {
    missesRequests = midstream
    missesAnswers = midstream
  }

  mutating func missRequests() {
    missesRequests = true
    early.removeAll(keepingCapacity: true)
  }

  mutating func missAnswers() { missesAnswers = true }

  /// Whether a request of this kind and sequence is open (PYRO5-34).
  func isOpen(_ kind: Kind, _ sequence: UInt16) -> Bool {
    place(of: kind, sequence) != nil
  }

  private var isIdle: Bool { first == requests.count }

  /// Where the oldest open request of this kind and sequence is.
  private func place(of kind: Kind, _ sequence: UInt16) -> Int? {
    var index = first
    while index < requests.count {
      if requests[index].sequence == sequence, requests[index].kind == kind { return index }
      index += 1
    }
    return nil
  }

  /// Takes the oldest open requests away, `count` of them.
  private mutating func drop(_ count: Int) {
    first += count
    if isIdle {
      requests.removeAll(keepingCapacity: true)
      first = 0
    } else if first > Self.most {
      requests.removeFirst(first)
      first = 0
    }
  }

  /// Takes a request; returns its answer where that came first.
  mutating func request(_ entry: Entry) -> Entry? {
    if let answer = early.first {
      if answer.kind == entry.kind, answer.sequence == entry.sequence {
        early.removeFirst()
        return answer
      }
    }
    if requests.count - first == Self.most { drop(1) }
    requests.append(entry)
    return nil
  }

  /// Takes a call that is not to be answered.
  mutating func oneway(_ sequence: UInt16, message: Int) {
    if oneways.count < Self.mostOneways {
      oneways.append((sequence, message))
    } else {
      oneways[oldestOneway] = (sequence, message)
      oldestOneway = (oldestOneway + 1) % Self.mostOneways
    }
  }

  /// Takes an answer.
  mutating func answer(_ entry: Entry) -> Match {
    if let place = place(of: entry.kind, entry.sequence) {
      return matched(at: place)
    }
    if entry.kind == .invoke, let call = oneways.last(where: { $0.sequence == entry.sequence }) {
      return .oneway(call.message)
    }
    if missesRequests { return .unknown }
    if let place = requests[first...].firstIndex(where: { $0.kind == entry.kind }) {
      defer { requests.remove(at: place) }
      return .wrong(requests[place])
    }
    if isIdle, early.count < Self.most {
      early.append(entry)
    }
    return .early
  }

  private mutating func matched(at place: Int) -> Match {
    let entry = requests[place]
    if place == first || missesAnswers {
      drop(place - first + 1)
      missesRequests = missesRequests && place != first
      missesAnswers = false
      return .inTurn(entry)
    }
    let oldest = requests[first]
    requests.remove(at: place)
    return .outOfTurn(entry, oldest: oldest)
  }

  /// Gives out, and forgets, the answers whose requests never came.
  mutating func takeEarly() -> [Entry] {
    defer { early.removeAll() }
    return early
  }

  /// Gives out, and forgets, the requests that were never answered.
  mutating func takeOpen() -> [Entry] {
    defer {
      requests.removeAll()
      first = 0
    }
    return missesAnswers ? [] : Array(requests[first...])
  }
}
