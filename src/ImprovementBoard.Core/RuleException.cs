namespace ImprovementBoard.Core;

/// <summary>A broken rule. The message is one clear sentence for the person at the screen: what is wrong and what to do.</summary>
public sealed class RuleException : Exception
{
    /// <param name="message">The sentence shown.</param>
    /// <param name="field">Name of the field it is about, or null when it concerns the whole form.</param>
    public RuleException(string message, string? field = null) : base(message) => Field = field;

    /// <summary>Name of the field the rule is about, or null.</summary>
    public string? Field { get; }
}
