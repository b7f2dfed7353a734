import java.io.File;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;

/** Prints one line a file: name, violations of OWL 2 RL, violations of OWL 2 DL, HermiT's verdict; tabs between. */
public class ProfileCheck {
    public static void main(String[] files) throws Exception {
        for (String name : files) {
            OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(name));
            int rl = new OWL2RLProfile().checkOntology(ontology).getViolations().size();
            int dl = new OWL2DLProfile().checkOntology(ontology).getViolations().size();
            System.out.println(String.join("\t", new File(name).getName(), "" + rl, "" + dl, verdict(ontology)));
        }
    }

    private static String verdict(OWLOntology ontology) {
        try {
            return new Reasoner(ontology).isConsistent() ? "consistent" : "inconsistent";
        } catch (RuntimeException refusal) {
            return "refused";
        }
    }
}
