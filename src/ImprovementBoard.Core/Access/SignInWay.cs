namespace ImprovementBoard.Core.Access;

/// <summary>How a person signed in.</summary>
public enum SignInWay
{
    /// <summary>Email and password alone.</summary>
    Password,

    /// <summary>Password, then a code of the authenticator app.</summary>
    PasswordAndCode,

    /// <summary>Password, then a recovery code.</summary>
    PasswordAndRecoveryCode,

    /// <summary>A passkey, which asks for finger, face or PIN itself.</summary>
    Passkey,

    /// <summary>The council’s own sign-in.</summary>
    SingleSignOn,
}

/// <summary>What follows from the way a person signed in.</summary>
public static class SignInWays
{
    /// <summary>True where more was asked for than a password. A passkey is two factors by itself; single sign-on asks for what the council asks for.</summary>
    public static bool IsStrong(this SignInWay way) => way != SignInWay.Password;

    /// <summary>The way in words.</summary>
    public static string Words(this SignInWay way) => way switch
    {
        SignInWay.Password => "Password",
        SignInWay.PasswordAndCode => "Password and authenticator code",
        SignInWay.PasswordAndRecoveryCode => "Password and recovery code",
        SignInWay.Passkey => "Passkey",
        _ => "Single sign-on",
    };
}
