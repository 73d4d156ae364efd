/// The mutators, by what they know.
public enum Mutators {
  /// The mutator for the inputs of a target; `nil` where its format is mutated as plain bytes.
  public static func named(_ target: String) -> (any Mutator)? {
    switch target {
    case "serpent", "json", "typedjson", "testee": LiteralMutator()
    case "brine", "vinegar": BrineMutator()
    case "gnosis": XMLMutator.gnosis
    case "pyxml": XMLMutator.pyxml
    case "pickle": PickleMutator()
    case "pyro3": ConversationMutator.pyro3
    case "pyro4": ConversationMutator.pyro4
    case "pyro5": ConversationMutator.pyro5
    case "rpyc": ConversationMutator.rpyc
    default: nil
    }
  }
}
