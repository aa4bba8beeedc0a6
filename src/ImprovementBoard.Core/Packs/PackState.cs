namespace ImprovementBoard.Core.Packs;

/// <summary>Where a pack has got to, read from its dates.</summary>
public enum PackState
{
    /// <summary>Built by hand from the facts as they stood; it is never issued.</summary>
    Draft,

    /// <summary>Made as it will be issued; its approvers read it.</summary>
    ForApproval,

    /// <summary>Out, and the latest version.</summary>
    Issued,

    /// <summary>Out, and a later version took its place.</summary>
    Superseded,

    /// <summary>Returned or taken back before it was issued.</summary>
    Withdrawn,
}

/// <summary>The days of a pack from which its state follows.</summary>
public sealed record PackDates(DateOnly BuiltOn, DateOnly? IssuedOn, DateOnly? SupersededOn, DateOnly? WithdrawnOn)
{
    /// <summary>Its state at the end of <paramref name="day"/>, which is not before it was made.</summary>
    public PackState StateOn(DateOnly day, bool draft) =>
        draft ? PackState.Draft
        : WithdrawnOn <= day ? PackState.Withdrawn
        : SupersededOn <= day ? PackState.Superseded
        : IssuedOn <= day ? PackState.Issued
        : PackState.ForApproval;
}

/// <summary>Words for <see cref="PackState"/>.</summary>
public static class PackStates
{
    /// <summary>The state in words.</summary>
    public static string Words(this PackState state) => state == PackState.ForApproval ? "For approval" : state.ToString();
}
