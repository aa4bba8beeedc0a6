namespace ImprovementBoard.Core.Readiness;

/// <summary>One check of the gate that packs must pass before they are issued.</summary>
/// <param name="code">Its name in the database.</param>
/// <param name="name">What it looks for, in a few words.</param>
/// <param name="words">The exact rule in words.</param>
public abstract class ReadinessCheck(string code, string name, string words)
{
    /// <summary>Its name in addresses and in the database.</summary>
    public string Code => code;

    /// <summary>What it looks for, in a few words.</summary>
    public string Name => name;

    /// <summary>The exact rule in words.</summary>
    public string Words => words;

    /// <summary>What is missing by it, in the order of the plan.</summary>
    public abstract IEnumerable<ReadinessItem> Find(ReadinessFacts facts);
}
