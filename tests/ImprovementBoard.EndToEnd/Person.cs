namespace ImprovementBoard.EndToEnd;

/// <summary>Somebody of the demonstration.</summary>
public enum Person
{
    Chair,
    Member,
    Commissioner,
    Lead,
    Office,
    Admin,
}

internal static class People
{
    public static string Email(this Person person) => $"{person}@kirklees.example".ToLowerInvariant();
}
