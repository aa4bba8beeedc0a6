using System.Security.Claims;
using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Web.Access;

/// <summary>What the cookie says of the session it belongs to.</summary>
internal static class SessionClaims
{
    public const string Session = "session", Way = "signed-in-by";

    /// <summary>The session, or null.</summary>
    public static Guid? Of(ClaimsPrincipal person) => Guid.TryParse(person.FindFirstValue(Session), out var id) ? id : null;

    /// <summary>How the person signed in; by password where the cookie does not say.</summary>
    public static SignInWay WayOf(ClaimsPrincipal person) => Enum.TryParse<SignInWay>(person.FindFirstValue(Way), out var way) ? way : SignInWay.Password;

    /// <summary>True where the person signed in with more than a password.</summary>
    public static bool IsStrong(ClaimsPrincipal person) => WayOf(person).IsStrong();
}
