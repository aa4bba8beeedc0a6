namespace ImprovementBoard.Core.Flags;

/// <summary>How serious a flag is. Ordered from the one that needs the board most; lists rely on this order.</summary>
public enum Seriousness
{
    /// <summary>The board should ask about it.</summary>
    High,

    /// <summary>The programme office should act on it.</summary>
    Medium,

    /// <summary>Worth knowing.</summary>
    Low,
}

/// <summary>What a rule found.</summary>
/// <param name="Since">The first day the condition held.</param>
/// <param name="Why">Why, with dates in place of counted days: the words stay true tomorrow.</param>
public sealed record Raised(DateOnly Since, string Why);

/// <summary>One rule that raises flags.</summary>
public abstract class FlagRule(string code, Seriousness seriousness, string name, string words)
{
    /// <summary>Its name in addresses and in the database.</summary>
    public string Code => code;

    /// <summary>How serious it is.</summary>
    public Seriousness Seriousness => seriousness;

    /// <summary>What it flags, in a few words.</summary>
    public string Name => name;

    /// <summary>The exact rule in words.</summary>
    public string Words => words;

    /// <summary>Since when and why it holds for an action, or null.</summary>
    public virtual Raised? Check(ActionFlagFacts facts) => null;

    /// <summary>Since when and why it holds for a recommendation, or null.</summary>
    public virtual Raised? Check(RecommendationFlagFacts facts) => null;

    /// <summary>Since when and why it holds for a finding, or null.</summary>
    public virtual Raised? Check(FindingFlagFacts facts) => null;
}
