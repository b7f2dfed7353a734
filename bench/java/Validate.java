import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFDataMgr;
import org.topbraid.shacl.validation.ValidationUtil;
import org.topbraid.shacl.vocabulary.SH;

/** Validates a data file with a shapes file by TopBraid SHACL, and prints how many results the report has. */
public class Validate {
  public static void main(String[] files) {
    Model data = RDFDataMgr.loadModel(files[0]);
    Model shapes = RDFDataMgr.loadModel(files[1]);
    Resource report = ValidationUtil.validateModel(data, shapes, false);
    System.out.println(report.listProperties(SH.result).toList().size());
  }
}
